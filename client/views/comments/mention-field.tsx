import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { PersonView } from "../../../shared/api/comments";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { contains } from "../../ui/contains";
import { useNames } from "../../ui/names";
import { nameBeingTyped } from "./mentions-in";
import { usePeopleToName } from "./people-to-name";

const SHOWN = 6;

type Props = {
  label: string;
  value: string;
  onChange: (words: string) => void;
  /** Control or Command with Enter. */
  onSend: () => void;
  autoFocus?: boolean;
};

/** Words of a comment. After `@` people are suggested: the arrows choose, Enter or Tab takes, Escape leaves. */
export function MentionField({ label, value, onChange, onSend, autoFocus = false }: Props) {
  const { t } = useTranslation("comments");
  const people = usePeopleToName();
  const field = useRef<HTMLTextAreaElement>(null);
  const fieldId = useId();
  const listId = useId();
  const [query, setQuery] = useState<string | null>(null);
  const [chosen, setChosen] = useState(0);
  const found = query === null ? [] : people.filter(({ name }) => contains(name, query)).slice(0, SHOWN);
  const isOpen = found.length > 0;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isOpen) list.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);

  const look = () => {
    const area = field.current;
    const typed = area && nameBeingTyped(area.value.slice(0, area.selectionStart));
    setQuery(typed ?? null);
    setChosen(0);
  };
  const take = (person: PersonView) => {
    const area = field.current;
    if (!area || query === null) return;
    const end = area.selectionStart;
    const start = end - query.length;
    const put = `${person.name} `;
    onChange(value.slice(0, start) + put + value.slice(end));
    setQuery(null);
    area.focus();
    // Once React has written the new words.
    requestAnimationFrame(() => area.setSelectionRange(start + put.length, start + put.length));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSend();
      return;
    }
    const person = found[chosen];
    if (!isOpen || !person) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setChosen((chosen + step + found.length) % found.length);
    else if (event.key === "Enter" || event.key === "Tab") take(person);
    else if (event.key === "Escape") setQuery(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="field mention-field">
      <label htmlFor={fieldId}>{label}</label>
      <textarea
        ref={field}
        id={fieldId}
        className="input"
        rows={3}
        maxLength={4_000}
        value={value}
        // biome-ignore lint/a11y/noAutofocus: it is opened by the person who writes in it next.
        autoFocus={autoFocus}
        // Whoever changes what is written goes on at its end.
        onFocus={
          autoFocus
            ? ({ target }) => target.setSelectionRange(target.value.length, target.value.length)
            : undefined
        }
        aria-autocomplete="list"
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={isOpen ? `${listId}-${chosen}` : undefined}
        onChange={(event) => {
          onChange(event.target.value);
          look();
        }}
        onSelect={look}
        onBlur={() => setQuery(null)}
        onKeyDown={onKeyDown}
      />
      {isOpen && (
        <div ref={list} id={listId} className="mention-list" role="listbox" aria-label={t("people")}>
          {found.map((person, i) => (
            <div
              key={person.id}
              id={`${listId}-${i}`}
              role="option"
              // The keyboard is answered by the field, which keeps the focus.
              tabIndex={-1}
              aria-selected={i === chosen}
              onMouseDown={(event) => {
                event.preventDefault();
                take(person);
              }}
            >
              <Who person={person} />
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

/** A person as the room knows them: name, and delegation or office. */
export function Who({ person }: { person: PersonView }) {
  const words = useWords();
  const names = useNames();
  return (
    <>
      <strong>{person.name}</strong>{" "}
      <span className="muted">
        {person.delegation ? words(person.delegation.name) : names.role(person.role)}
      </span>
    </>
  );
}
