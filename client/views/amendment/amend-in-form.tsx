import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { AmendmentView, NumberedBlock } from "../../../shared/api/views";
import { blockHead } from "../../../shared/text/model";
import { reworded } from "../../../shared/text/together/translation";
import { useApi, useCommand } from "../../app/api";
import { Button } from "../../ui/button";
import { FormDialog } from "../../ui/dialog";
import { useToast } from "../../ui/toast";

const wordsOf = ({ runs }: NumberedBlock) => runs.map(({ text }) => text).join("");

/**
 * An amendment to an amendment without a room of its own (Rule A9): other words for one paragraph of what it proposes, and why. Submitted
 * at once.
 */
export function AmendInForm({ parent }: { parent: AmendmentView }) {
  const { t } = useTranslation("together");
  const navigate = useNavigate();
  const say = useToast();
  const propose = useCommand("propose-amendment");
  const { data: proposal = [] } = useApi("amendment-proposal", { amendment: parent.id });
  const id = useId();
  const [chosen, choose] = useState<string | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [why, setWhy] = useState("");

  const touched = new Set((parent.submittedAs ?? parent.redline).map((block) => block.id));
  const paragraphs = proposal.filter((block) => touched.has(block.id) && block.runs.length > 0);
  const paragraph = paragraphs.find((block) => block.id === chosen) ?? paragraphs[0];
  if (!paragraph) return null;
  const words = typed ?? wordsOf(paragraph);
  const isChanged = words.trim() !== wordsOf(paragraph).trim();
  const { tag, instrument } = parent;

  const send = async () => {
    const before = { ...blockHead(paragraph), runs: paragraph.runs };
    const after = { ...before, runs: reworded(paragraph.runs, words.replace(/\s+/g, " ").trim()) };
    const made = await propose.mutateAsync({
      instrument,
      baseVersion: parent.baseVersion.id,
      amends: parent.id,
      patch: { changes: [{ op: "revise", before, after }] },
      rationale: why.trim(),
      sponsors: [],
    });
    say(t("formDone", { tag: made.tag }));
    await navigate(`/app/${instrument}/amendments/${made.amendment}`);
  };
  return (
    <FormDialog
      trigger={<Button>{t("amendInForm")}</Button>}
      title={t("amendInFormTitle", { tag })}
      action={t("formSubmit")}
      ready={isChanged && why.trim() !== ""}
      onSend={send}
    >
      <p className="small muted">{t("amendInFormHint", { tag })}</p>
      <div className="field">
        <label htmlFor={`${id}-paragraph`}>{t("formParagraph")}</label>
        <select
          id={`${id}-paragraph`}
          className="input"
          value={paragraph.id}
          onChange={(event) => {
            choose(event.target.value);
            setTyped(null);
          }}
        >
          {paragraphs.map((block) => (
            <option key={block.id} value={block.id}>
              {block.path}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={`${id}-words`}>{t("formWords")}</label>
        <textarea
          id={`${id}-words`}
          className="input"
          lang={parent.language}
          rows={6}
          value={words}
          aria-describedby={`${id}-unchanged`}
          onChange={(event) => setTyped(event.target.value)}
        />
        <p id={`${id}-unchanged`} className="small muted">
          {!isChanged && t("formUnchanged")}
        </p>
      </div>
      <div className="field">
        <label htmlFor={`${id}-why`}>{t("formWhy")}</label>
        <textarea
          id={`${id}-why`}
          className="input"
          rows={3}
          maxLength={10_000}
          value={why}
          onChange={(event) => setWhy(event.target.value)}
        />
      </div>
    </FormDialog>
  );
}
