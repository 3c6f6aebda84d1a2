import { useState } from "react";
import { Link } from "react-router";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { useApi } from "../../app/api";
import { useInstrumentSlug } from "../../app/instrument-frame";
import { permission } from "../../app/permissions";
import { useTranslation } from "../../i18n/use-translation";
import { Reason } from "../../ui/act";
import { Await } from "../../ui/await";
import { BringIn } from "./bring-in";
import { ChooseFile, type ReadFile } from "./choose-file";
import { mayImportAmendments } from "./from-file";
import { ProposalGroups } from "./proposal-groups";
import { type Choice, choicesOf } from "./proposals";
import { Unread } from "./unread";
import "./import-amendments.css";

/** Amendments from a file: read, looked at one by one, put right, and brought in all together. */
export function ImportAmendments() {
  const { t } = useTranslation("importAmendments");
  const slug = useInstrumentSlug();
  const instrument = useApi("instrument", { instrument: slug });
  return (
    <Await of={instrument}>
      {(data) => {
        const answer = permission(data.permissions, "propose_amendment");
        return (
          <div className="page import-amendments">
            <p>
              <Link to={`/app/${slug}/amendments`}>{t("back")}</Link>
            </p>
            {mayImportAmendments(data) || answer.ok ? (
              <Import instrument={data} />
            ) : (
              <Reason refused={answer} />
            )}
          </div>
        );
      }}
    </Await>
  );
}

function Import({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation("importAmendments");
  const [read, setRead] = useState<ReadFile | null>(null);
  const [choices, setChoices] = useState<Choice[]>([]);
  const [usualReasons, setUsualReasons] = useState("");
  const take = (next: ReadFile | null) => {
    setRead(next);
    setChoices(choicesOf(next?.preview.proposals ?? []));
  };
  return (
    <>
      <header className="stack">
        <h2>{t("title")}</h2>
        <p className="muted import-hint">{t("hint")}</p>
      </header>
      <ChooseFile instrument={instrument} onRead={take} />
      {read && (
        <>
          <p role="status">
            {t("found", { name: read.name, count: choices.length, version: read.preview.version.number })}{" "}
            {read.preview.problems.length === 0
              ? t("allRead")
              : t("problemCount", { count: read.preview.problems.length })}
          </p>
          <Unread problems={read.preview.problems} language={read.preview.language} />
          {choices.length > 0 && (
            <>
              <ProposalGroups
                preview={read.preview}
                choices={choices}
                usualReasons={usualReasons}
                onUsualReasons={setUsualReasons}
                onChange={setChoices}
              />
              <BringIn
                slug={instrument.slug}
                read={read}
                choices={choices}
                usualReasons={usualReasons}
                onRefused={setChoices}
              />
            </>
          )}
        </>
      )}
    </>
  );
}
