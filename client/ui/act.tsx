import { type ReactNode, useId } from "react";
import type { Permission } from "../../shared/api/views/common";
import { notNow } from "../app/permissions";
import { Button, type Tone } from "./button";
import { Confirm } from "./dialog";
import { useExplain } from "./explain";
import { ErrorNotice, RuleMark } from "./notice";
import { useSending } from "./use-sending";

type ActProps = {
  permission: Permission;
  label: string;
  /** What it is done to, for those who hear the button without its surroundings. */
  about?: string;
  tone?: Tone;
  size?: "large";
  onAct: () => Promise<unknown>;
  /** For what cannot be taken back: asked first. */
  confirm?: { title: string; body: ReactNode; action: string };
};

/** Why something is not possible now, with its rule. */
export function Reason({ refused, id }: { refused: Extract<Permission, { ok: false }>; id?: string }) {
  const explain = useExplain();
  return (
    <p className="small muted" id={id}>
      {explain(refused)} <RuleMark rule={refused.rule} />
    </p>
  );
}

export function Label({ text, about }: { text: string; about?: string }) {
  return (
    <>
      {text}
      {about && <span className="visually-hidden"> {about}</span>}
    </>
  );
}

type NotPossibleProps = {
  refused: Extract<Permission, { ok: false }>;
  label: string;
  about?: string | undefined;
  size?: "large" | undefined;
};

/** Unusable, with the reason, for those who could at another time; nothing for those who never can. */
export function NotPossible({ refused, label, about, size }: NotPossibleProps) {
  const reasonId = useId();
  if (!notNow(refused)) return null;
  return (
    <div className="act">
      <Button aria-disabled="true" aria-describedby={reasonId} size={size}>
        <Label text={label} about={about} />
      </Button>
      <Reason refused={refused} id={reasonId} />
    </div>
  );
}

/**
 * A button for one act. Not shown to those who can never do it; shown, unusable, with the reason to those
 * who could at another time.
 */
export function Act({ permission, label, about, tone, size, onAct, confirm }: ActProps) {
  const { busy, error, send } = useSending();

  if (!permission.ok)
    return (
      <>
        <NotPossible refused={permission} label={label} about={about} size={size} />
        <ErrorNotice error={error} />
      </>
    );
  if (confirm) {
    return (
      <Confirm
        title={confirm.title}
        body={confirm.body}
        action={confirm.action}
        tone={tone === "danger" ? "danger" : "primary"}
        onConfirm={onAct}
        trigger={
          <Button tone={tone} size={size}>
            <Label text={label} about={about} />
          </Button>
        }
      />
    );
  }
  return (
    <div className="act">
      {/* Not `disabled`, here and in dialogs: that would take the focus away from whoever pressed it. */}
      <Button tone={tone} size={size} aria-disabled={busy} onClick={() => void send(onAct)}>
        <Label text={label} about={about} />
      </Button>
      <ErrorNotice error={error} />
    </div>
  );
}
