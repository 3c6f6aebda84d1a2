import { useId, useState } from "react";
import type { Permission } from "../../../shared/api/views/common";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { useCommand } from "../../app/api";
import { notNow, permission } from "../../app/permissions";
import { useTranslation } from "../../i18n/use-translation";
import { Act, Reason } from "../../ui/act";
import { Button } from "../../ui/button";
import { FormDialog } from "../../ui/dialog";
import { useNames } from "../../ui/names";
import { useToast } from "../../ui/toast";
import { unsignedLanguages } from "./next-step";
import { type StageAct, stageRefusal } from "./stage-refusal";

type StageActProps = { instrument: InstrumentView; primary?: boolean };

/** The rights table's answer and, where that is yes, the stage's own guard. */
export function mayAct(instrument: InstrumentView, act: StageAct): Permission {
  const right = permission(instrument.permissions, act === "forward_as_it_stands" ? "forward_text" : act);
  return right.ok ? (stageRefusal(instrument, act) ?? right) : right;
}

function look(primary: boolean | undefined) {
  return primary ? ({ tone: "primary", size: "large" } as const) : {};
}

export function OpenReading({ instrument, primary }: StageActProps) {
  const { t } = useTranslation("desk");
  const say = useToast();
  const open = useCommand("open-reading");
  return (
    <Act
      permission={mayAct(instrument, "open_reading")}
      label={t("openReading")}
      {...look(primary)}
      onAct={async () => {
        await open.mutateAsync({ instrument: instrument.slug });
        say(t("openReadingDone"));
      }}
    />
  );
}

export function Agree({ instrument, primary }: StageActProps) {
  const { t } = useTranslation("desk");
  const say = useToast();
  const agree = useCommand("agree-text");
  return (
    <Act
      permission={mayAct(instrument, "agree_text")}
      label={t("agree")}
      {...look(primary)}
      confirm={{ title: t("agreeTitle"), body: <p>{t("agreeBody")}</p>, action: t("agree") }}
      onAct={async () => {
        await agree.mutateAsync({ instrument: instrument.slug });
        say(t("agreeDone"));
      }}
    />
  );
}

/** What nobody has marked agreed one by one: all of it at once, ad referendum. */
export function AgreeParagraphs({ instrument, primary }: StageActProps) {
  const { t } = useTranslation("desk");
  const say = useToast();
  const mark = useCommand("set-paragraph-status");
  const count = instrument.openParagraphs;
  return (
    <Act
      permission={permission(instrument.permissions, "mark_paragraph")}
      label={t("agreeParagraphs")}
      {...look(primary)}
      confirm={{
        title: t("agreeParagraphsTitle", { count }),
        body: <p>{t("agreeParagraphsBody")}</p>,
        action: t("agreeParagraphs"),
      }}
      onAct={async () => {
        await mark.mutateAsync({ instrument: instrument.slug, blocks: null, event: "agree_ad_ref" });
        say(t("agreeParagraphsDone"));
      }}
    />
  );
}

export function Reopen({ instrument }: StageActProps) {
  const { t } = useTranslation("desk");
  const say = useToast();
  const reopen = useCommand("reopen-text");
  return (
    <Act
      permission={mayAct(instrument, "reopen_text")}
      label={t("reopen")}
      confirm={{ title: t("reopenTitle"), body: <p>{t("reopenBody")}</p>, action: t("reopen") }}
      onAct={async () => {
        await reopen.mutateAsync({ instrument: instrument.slug });
        say(t("reopenDone"));
      }}
    />
  );
}

export function Forward({ instrument, primary }: StageActProps) {
  const { t } = useTranslation("desk");
  const say = useToast();
  const forward = useCommand("forward-text");
  return (
    <Act
      permission={mayAct(instrument, "forward_text")}
      label={t("forward")}
      {...look(primary)}
      confirm={{ title: t("forwardTitle"), body: <p>{t("forwardBody")}</p>, action: t("forward") }}
      onAct={async () => {
        const { symbol } = await forward.mutateAsync({ instrument: instrument.slug, asItStands: false });
        say(t("forwardDone", { symbol }));
      }}
    />
  );
}

function StillOpen({ instrument }: StageActProps) {
  const { t } = useTranslation("desk");
  const names = useNames();
  const languages = unsignedLanguages(instrument);
  const { openAmendments, brackets } = instrument;
  return (
    <ul className="still-open">
      {openAmendments > 0 && <li>{t("stillAmendments", { count: openAmendments })}</li>}
      {brackets > 0 && <li>{t("stillBrackets", { count: brackets })}</li>}
      {languages.length > 0 && (
        <li>{t("stillLanguages", { languages: languages.map(names.language).join(", ") })}</li>
      )}
      {openAmendments + brackets + languages.length === 0 && <li>{t("stillNothing")}</li>}
    </ul>
  );
}

/** Says what is still open and asks for it to be ticked: it goes on the record. */
export function ForwardAsItStands({ instrument }: StageActProps) {
  const { t } = useTranslation("desk");
  const say = useToast();
  const forward = useCommand("forward-text");
  const id = useId();
  const [sure, setSure] = useState(false);
  const may = mayAct(instrument, "forward_as_it_stands");
  if (!may.ok) return notNow(may) ? <Reason refused={may} /> : null;
  return (
    <FormDialog
      title={t("forwardOpenTitle")}
      action={t("forwardOpen")}
      tone="danger"
      ready={sure}
      onSend={async () => {
        const { symbol } = await forward.mutateAsync({ instrument: instrument.slug, asItStands: true });
        say(t("forwardDone", { symbol }));
      }}
      trigger={<Button tone="danger">{t("forwardOpen")}</Button>}
    >
      <p>{t("forwardOpenBody")}</p>
      <StillOpen instrument={instrument} />
      <div className="row">
        <input id={id} type="checkbox" checked={sure} onChange={(event) => setSure(event.target.checked)} />
        <label htmlFor={id}>{t("forwardOpenAck")}</label>
      </div>
    </FormDialog>
  );
}

export function TakeUp({ instrument, primary }: StageActProps) {
  const { t } = useTranslation("desk");
  const say = useToast();
  const takeUp = useCommand("take-up");
  return (
    <Act
      permission={mayAct(instrument, "take_up")}
      label={t("takeUp")}
      {...look(primary)}
      onAct={async () => {
        await takeUp.mutateAsync({ instrument: instrument.slug });
        say(t("takeUpDone"));
      }}
    />
  );
}

/** The debate was adjourned, and goes on (Rule P3). */
export function ResumeDebate({ instrument, primary }: StageActProps) {
  const { t } = useTranslation("meeting");
  const say = useToast();
  const resume = useCommand("resume-debate");
  return (
    <Act
      permission={permission(instrument.permissions, "resume_debate")}
      label={t("resume")}
      {...look(primary)}
      onAct={async () => {
        await resume.mutateAsync({ instrument: instrument.slug });
        say(t("resumed"));
      }}
    />
  );
}

export function FinalQuestion({ instrument, primary }: StageActProps) {
  const { t } = useTranslation("desk");
  const isUnfinished = instrument.brackets > 0 || unsignedLanguages(instrument).length > 0;
  const say = useToast();
  const put = useCommand("put-question");
  return (
    <Act
      permission={mayAct(instrument, "put_final_question")}
      label={t("final")}
      {...look(primary)}
      confirm={{
        title: t("finalTitle"),
        body: (
          <>
            <p>{t("finalBody")}</p>
            {isUnfinished && (
              <>
                <p>{t("finalOpenBody")}</p>
                <StillOpen instrument={instrument} />
              </>
            )}
          </>
        ),
        action: t("final"),
      }}
      onAct={async () => {
        await put.mutateAsync({ instrument: instrument.slug, amendment: null });
        say(t("finalDone"));
      }}
    />
  );
}
