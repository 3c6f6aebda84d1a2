import { Dialog } from "radix-ui";
import { memo, type ReactNode } from "react";
import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";
import "./sheets.css";

export type Sheet = { name: string; label: string; content: ReactNode };

/** On a phone the text has the screen to itself; what stands beside it comes up from the bottom. */
export const Sheets = memo(function Sheets({
  sheets,
  open,
  onOpen,
}: {
  sheets: readonly Sheet[];
  /** Name of the one that is up. */
  open: string | null;
  onOpen: (name: string | null) => void;
}) {
  const { t } = useTranslation("drafting");
  const { t: common } = useTranslation("common");
  return (
    <nav className="sheet-bar" aria-label={t("sheets")}>
      {sheets.map((sheet) => (
        <Dialog.Root
          key={sheet.name}
          open={open === sheet.name}
          onOpenChange={(isOpen) => onOpen(isOpen ? sheet.name : null)}
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
                if (event.target instanceof Element && event.target.closest("a")) onOpen(null);
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
});
