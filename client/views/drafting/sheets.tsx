import { Dialog } from "radix-ui";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button";

export type Sheet = { name: string; label: string; content: ReactNode };

/** On a phone the text has the screen to itself; what stands beside it comes up from the bottom. */
export function Sheets({ sheets }: { sheets: readonly Sheet[] }) {
  const { t } = useTranslation("drafting");
  const { t: common } = useTranslation("common");
  const [open, setOpen] = useState<string | null>(null);
  return (
    <nav className="sheet-bar" aria-label={t("sheets")}>
      {sheets.map((sheet) => (
        <Dialog.Root
          key={sheet.name}
          open={open === sheet.name}
          onOpenChange={(isOpen) => setOpen(isOpen ? sheet.name : null)}
        >
          <Dialog.Trigger asChild>
            <Button tone="quiet" className="sheet-button">
              {sheet.label}
            </Button>
          </Dialog.Trigger>
          <Dialog.Portal>
            <Dialog.Overlay className="overlay" />
            <Dialog.Content
              className="sheet"
              aria-describedby={undefined}
              // A link in the sheet leads to the text behind it.
              onClick={(event) => {
                if (event.target instanceof Element && event.target.closest("a")) setOpen(null);
              }}
            >
              <div className="row sheet-head">
                <Dialog.Title asChild>
                  <h2>{sheet.label}</h2>
                </Dialog.Title>
                <Dialog.Close asChild>
                  <Button tone="quiet">{common("close")}</Button>
                </Dialog.Close>
              </div>
              {sheet.content}
            </Dialog.Content>
          </Dialog.Portal>
        </Dialog.Root>
      ))}
    </nav>
  );
}
