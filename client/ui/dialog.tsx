import { AlertDialog, Dialog as RadixDialog } from "radix-ui";
import { type ReactNode, useState } from "react";
import { useTranslation } from "../i18n/use-translation";
import { Button, type Tone } from "./button";
import { ErrorNotice } from "./notice";
import { useSending } from "./use-sending";

type ConfirmProps = {
  trigger: ReactNode;
  title: string;
  /** What follows from it, and that it cannot be taken back where that is so. */
  body: ReactNode;
  action: string;
  tone?: Tone;
  onConfirm: () => Promise<unknown>;
};

/** Asks once before an act that cannot be taken back. Stays open with the reason when the act is refused. */
export function Confirm({ trigger, title, body, action, tone = "primary", onConfirm }: ConfirmProps) {
  const { t } = useTranslation("common");
  const [open, setOpen] = useState(false);
  const { busy, error, forget, send } = useSending(open);

  const change = (next: boolean) => {
    if (busy) return;
    forget();
    setOpen(next);
  };
  const confirm = async () => {
    if (await send(onConfirm)) setOpen(false);
  };
  return (
    <AlertDialog.Root open={open} onOpenChange={change}>
      <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="overlay" />
        <AlertDialog.Content className="dialog">
          <AlertDialog.Title asChild>
            <h2>{title}</h2>
          </AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="stack">{body}</div>
          </AlertDialog.Description>
          <ErrorNotice error={error} />
          <div className="actions">
            <AlertDialog.Cancel asChild>
              <Button>{t("cancel")}</Button>
            </AlertDialog.Cancel>
            <Button tone={tone} aria-disabled={busy} onClick={() => void confirm()}>
              {action}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

type QuestionProps = {
  open: boolean;
  title: string;
  body: ReactNode;
  stay: string;
  go: string;
  onStay: () => void;
  onGo: () => void;
};

/** A question that the machine asks of itself; Escape stays. */
export function Question({ open, title, body, stay, go, onStay, onGo }: QuestionProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onStay()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="overlay" />
        <AlertDialog.Content className="dialog">
          <AlertDialog.Title asChild>
            <h2>{title}</h2>
          </AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="stack">{body}</div>
          </AlertDialog.Description>
          <div className="actions">
            <AlertDialog.Cancel asChild>
              <Button tone="primary">{stay}</Button>
            </AlertDialog.Cancel>
            <Button tone="danger" onClick={onGo}>
              {go}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

type FormDialogProps = {
  trigger: ReactNode;
  title: string;
  action: string;
  tone?: Tone;
  /** False while the form cannot be sent yet. */
  ready?: boolean;
  onOpen?: () => void;
  onSend: () => Promise<unknown>;
  children: ReactNode;
};

/** A small form that floats; Enter in a field sends it. */
export function FormDialog({
  trigger,
  title,
  action,
  tone = "primary",
  ready = true,
  onOpen,
  onSend,
  children,
}: FormDialogProps) {
  const { t } = useTranslation("common");
  const [open, setOpen] = useState(false);
  const { busy, error, forget, send } = useSending(open);

  const submit = async () => {
    if (ready && (await send(onSend))) setOpen(false);
  };
  return (
    <RadixDialog.Root
      open={open}
      onOpenChange={(next) => {
        forget();
        setOpen(next);
        if (next) onOpen?.();
      }}
    >
      <RadixDialog.Trigger asChild>{trigger}</RadixDialog.Trigger>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="overlay" />
        <RadixDialog.Content className="dialog" aria-describedby={undefined}>
          <RadixDialog.Title asChild>
            <h2>{title}</h2>
          </RadixDialog.Title>
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault();
              void submit();
            }}
          >
            {children}
            <ErrorNotice error={error} />
            <div className="actions">
              <RadixDialog.Close asChild>
                <Button>{t("cancel")}</Button>
              </RadixDialog.Close>
              <Button type="submit" tone={tone} aria-disabled={!ready || busy}>
                {action}
              </Button>
            </div>
          </form>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
