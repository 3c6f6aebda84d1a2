import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { Dialog } from "radix-ui";
import { useState } from "react";
import type { Language } from "../../../shared/text/model";
import { insertReference } from "../../editor/cross-references";
import { numbersOf } from "../../editor/numbering-plugin";
import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";
import { contains } from "../../ui/contains";

const SHOWN = 8;

type Props = {
  open: boolean;
  onOpen: (open: boolean) => void;
  view: EditorView;
  state: EditorState;
  language: Language;
};

/** Picks the paragraph that the text refers to where the cursor is. */
export function ReferenceDialog({ open, onOpen, view, state, language }: Props) {
  const { t } = useTranslation("drafting");
  const { t: common } = useTranslation("common");
  const [query, setQuery] = useState("");
  const numbers = numbersOf(state.doc, language);
  const found = !open
    ? []
    : state.doc.children
        .map((node) => ({ id: String(node.attrs.id), words: node.textContent }))
        .map((one) => ({ ...one, path: numbers.get(one.id)?.path ?? "" }))
        .filter(({ path, words }) => contains(`${path} ${words}`, query))
        .slice(0, SHOWN);
  const insert = (id: string) => {
    insertReference(id, language)(view.state, view.dispatch);
    setQuery("");
    onOpen(false);
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpen}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className="dialog reference-list"
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            view.focus();
          }}
        >
          <Dialog.Title asChild>
            <h2>{t("reference.title")}</h2>
          </Dialog.Title>
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault();
              const [first] = found;
              if (first) insert(first.id);
            }}
          >
            <div className="field">
              <label htmlFor="reference-search">{t("reference.search")}</label>
              <input
                id="reference-search"
                className="input"
                value={query}
                autoComplete="off"
                onChange={(event) => setQuery(event.target.value)}
              />
            </div>
            <ul>
              {found.map(({ id, path, words }) => (
                <li key={id}>
                  <Button tone="quiet" onClick={() => insert(id)}>
                    <span className="num">{path}</span> <span lang={language}>{words}</span>
                  </Button>
                </li>
              ))}
            </ul>
            {found.length === 0 && <p className="small muted">{t("reference.none")}</p>}
            <p className="small muted">{t("reference.help")}</p>
            <div className="actions">
              <Dialog.Close asChild>
                <Button>{common("cancel")}</Button>
              </Dialog.Close>
              <Button type="submit" tone="primary" aria-disabled={found.length === 0}>
                {t("reference.insert")}
              </Button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
