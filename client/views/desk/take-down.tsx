import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { InstrumentView, VersionView } from "../../../shared/api/views";
import { blockHead, blockText } from "../../../shared/text/model";
import { reworded, typedWords } from "../../../shared/text/together/typed";
import { useApi, useCommand } from "../../app/api";
import { notNow, permission } from "../../app/permissions";
import { useWords } from "../../app/words";
import { Reason } from "../../ui/act";
import { Button } from "../../ui/button";
import { FormDialog } from "../../ui/dialog";
import { RuleMark } from "../../ui/notice";
import { useToast } from "../../ui/toast";
import { SponsorPicker } from "../invitations/sponsor-picker";

/** What a delegation proposes from the floor, taken down for it by those who keep the debate (Rule A13). */
export function TakeDown({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation("desk");
  const reasonId = useId();
  const may = permission(instrument.permissions, "take_down_amendment");
  const text = instrument.texts.find(({ language }) => language === instrument.sourceLanguage);
  const base = text?.latestVersion?.id;
  const version = useApi(
    "version",
    { version: base ?? "" },
    { enabled: may.ok && base !== undefined, keepsLast: true },
  );
  if (!may.ok) {
    if (!notNow(may)) return null;
    return (
      <div className="act">
        <Button aria-disabled="true" aria-describedby={reasonId}>
          {t("takeDown")}
        </Button>
        <Reason refused={may} id={reasonId} />
      </div>
    );
  }
  return version.data ? <TakeDownForm instrument={instrument} latest={version.data} /> : null;
}

type FormProps = { instrument: InstrumentView; latest: VersionView };

function TakeDownForm({ instrument, latest }: FormProps) {
  const { t } = useTranslation("desk");
  const { t: tt } = useTranslation("drafting");
  const wordsIn = useWords();
  const say = useToast();
  const takeDown = useCommand("take-down-amendment");
  const { data: delegations = [] } = useApi("delegations", {});
  const id = useId();
  const [delegation, setDelegation] = useState("");
  const [chosen, choose] = useState<string | null>(null);
  /** The words, and the version that was read while they were typed: a later one may say something else there. */
  const [typed, setTyped] = useState<{ words: string; version: VersionView } | null>(null);
  const [why, setWhy] = useState("");
  const [sponsors, setSponsors] = useState<string[]>([]);

  const version = typed?.version ?? latest;
  const entitled = delegations
    .filter(({ seated }) => seated)
    .sort((a, b) => wordsIn(a.name).localeCompare(wordsIn(b.name)));
  const paragraphs = version.blocks.filter((block) => block.runs.length > 0);
  const paragraph = paragraphs.find((block) => block.id === chosen) ?? paragraphs[0];
  if (!paragraph) return null;
  const said = typed?.words ?? blockText(paragraph);
  const isChanged = said.trim() !== blockText(paragraph).trim();

  const send = async () => {
    const before = { ...blockHead(paragraph), runs: paragraph.runs };
    const after = { ...before, runs: reworded(paragraph.runs, typedWords(said), version.language) };
    const { tag } = await takeDown.mutateAsync({
      instrument: instrument.slug,
      delegation,
      baseVersion: version.id,
      patch: { changes: [{ op: "revise", before, after }] },
      rationale: why.trim(),
      sponsors,
    });
    setDelegation("");
    setTyped(null);
    setWhy("");
    setSponsors([]);
    say(t("takeDownDone", { tag }));
  };
  return (
    <FormDialog
      trigger={<Button>{t("takeDown")}</Button>}
      title={t("takeDownTitle")}
      action={t("takeDownAction")}
      ready={delegation !== "" && isChanged}
      onSend={send}
    >
      <p className="small muted">
        {t("takeDownHint", { version: version.number })} <RuleMark rule="A13" />
      </p>
      <div className="field">
        <label htmlFor={`${id}-delegation`}>{t("takeDownFor")}</label>
        <select
          id={`${id}-delegation`}
          className="input"
          required
          value={delegation}
          onChange={(event) => {
            setDelegation(event.target.value);
            setSponsors(sponsors.filter((code) => code !== event.target.value));
          }}
        >
          <option value="">{t("takeDownChoose")}</option>
          {entitled.map(({ code, name }) => (
            <option key={code} value={code}>
              {wordsIn(name)}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={`${id}-paragraph`}>{tt("inForm.paragraph")}</label>
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
        <label htmlFor={`${id}-words`}>{tt("inForm.words.reword")}</label>
        <textarea
          id={`${id}-words`}
          className="input"
          lang={version.language}
          rows={6}
          value={said}
          aria-describedby={`${id}-unchanged`}
          onChange={(event) => setTyped({ words: event.target.value, version })}
        />
        <p id={`${id}-unchanged`} className="small muted">
          {!isChanged && tt("inForm.waitChange")}
        </p>
      </div>
      <div className="field">
        <label htmlFor={`${id}-why`}>{t("takeDownWhy")}</label>
        <textarea
          id={`${id}-why`}
          className="input"
          rows={2}
          maxLength={10_000}
          value={why}
          onChange={(event) => setWhy(event.target.value)}
        />
      </div>
      <SponsorPicker
        delegations={entitled.filter(({ code }) => code !== delegation)}
        chosen={sponsors}
        onChange={setSponsors}
        help={t("takeDownSponsors")}
      />
    </FormDialog>
  );
}
