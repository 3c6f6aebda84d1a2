import { Dialog } from "radix-ui";
import { Fragment, useEffect, useRef, useState } from "react";
import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";
import { ALL_SHORTCUTS, isMac, keySigns, SHORTCUT_GROUPS } from "../shortcuts";
import "./menus.css";

/** Every key of the room. Opens by its button, Ctrl or Command with the slash, and "?" where nothing is being written. */
export function ShortcutsDialog({ trigger }: { trigger: React.ReactElement }) {
  const { t } = useTranslation("writing");
  const { t: common } = useTranslation("common");
  const [open, setOpen] = useState(false);
  /** Where the keyboard was when it was asked for by key; by its button, there it goes back by itself. */
  const from = useRef<Element | null>(null);
  const mac = isMac();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing) return;
      const withMod = event.key === "/" && (event.ctrlKey || event.metaKey);
      if (!withMod && !(event.key === "?" && !isWriting(event.target))) return;
      event.preventDefault();
      if (!document.activeElement?.closest("[role=dialog]")) from.current = document.activeElement;
      setOpen((was) => !was);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>{trigger}</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className="dialog shortcuts"
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            if (!(from.current instanceof HTMLElement)) return;
            event.preventDefault();
            from.current.focus();
            from.current = null;
          }}
        >
          <Dialog.Title asChild>
            <h2>{t("shortcutsTitle")}</h2>
          </Dialog.Title>
          {SHORTCUT_GROUPS.map((group) => (
            <section key={group} aria-label={t(`shortcutGroups.${group}`)}>
              <h3>{t(`shortcutGroups.${group}`)}</h3>
              <dl>
                {ALL_SHORTCUTS.filter((one) => one.group === group).map((one) => (
                  <div key={one.id}>
                    <dt>{t(`shortcuts.${one.id}`)}</dt>
                    <dd>
                      {one.keys.map((key, i) => (
                        <Fragment key={key}>
                          {i > 0 && <span className="muted"> {one.inTurn ? t("thenKey") : t("orKey")} </span>}
                          {keySigns(key, mac).map((sign) => (
                            <kbd key={sign}>{sign}</kbd>
                          ))}
                        </Fragment>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
          <div className="actions">
            <Dialog.Close asChild>
              <Button>{common("close")}</Button>
            </Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select"))
  );
}
