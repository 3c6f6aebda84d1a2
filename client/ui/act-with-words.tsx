import { type ReactNode, useId, useState } from "react";
import type { Permission } from "../../shared/api/views/common";
import { Label, NotPossible } from "./act";
import { Button, type Tone } from "./button";
import { FormDialog } from "./dialog";

const LONGEST = 2000;

type ActWithWordsProps = {
  /** Left out: whoever sees it may. */
  permission?: Permission;
  label: string;
  /** What it is done to, for those who hear the button without its surroundings. */
  about?: string;
  /** Of the button that opens the form. */
  tone?: Tone;
  size?: "large";
  title: string;
  /** What the button that sends says; the label, where it is left out. */
  action?: string;
  /** Of that button, where it is not blue. */
  actionTone?: Tone;
  body?: ReactNode;
  /** What the words are. */
  field: string;
  /** They may be left out. */
  optional?: boolean;
  /** The words as they mostly are; they can be changed. */
  suggested?: string;
  longest?: number;
  /** Whatever else is asked for, and whether it was given. */
  children?: ReactNode;
  ready?: boolean;
  onSend: (words: string) => Promise<unknown>;
};

/** A button for one act that goes on the record with words, which a small form asks for. Where it is not possible: as `Act`. */
export function ActWithWords(props: ActWithWordsProps) {
  const { permission = { ok: true }, label, about, tone, size, title, action = label, actionTone } = props;
  const { body, field, optional = false, suggested = "", longest = LONGEST, children, ready = true } = props;
  const id = useId();
  const [words, setWords] = useState(suggested);
  if (!permission.ok) return <NotPossible refused={permission} label={label} about={about} size={size} />;
  return (
    <FormDialog
      title={title}
      action={action}
      {...(actionTone ? { tone: actionTone } : {})}
      ready={ready && (optional || words.trim() !== "")}
      onSend={async () => {
        await props.onSend(words.trim());
        setWords(suggested);
      }}
      trigger={
        <Button tone={tone} size={size}>
          <Label text={label} about={about} />
        </Button>
      }
    >
      {body && <p>{body}</p>}
      {children}
      <div className="field">
        <label htmlFor={id}>{field}</label>
        <textarea
          id={id}
          className="input"
          maxLength={longest}
          required={!optional}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
    </FormDialog>
  );
}
