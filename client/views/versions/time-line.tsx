import { useId, useState } from "react";
import { Link } from "react-router";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import type { VersionSummary } from "../../../shared/api/views/versions";
import type { Language } from "../../../shared/text/model";
import { useCommand } from "../../app/api";
import { permission } from "../../app/permissions";
import { useClock } from "../../app/time";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { FormDialog } from "../../ui/dialog";
import { useNames } from "../../ui/names";
import { useToast } from "../../ui/toast";
import { useVersionLabel } from "./version-label";

function SaveVersion({ instrument, language }: { instrument: InstrumentView; language: Language }) {
  const { t } = useTranslation("versions");
  const say = useToast();
  const save = useCommand("save-version");
  const id = useId();
  const [label, setLabel] = useState("");
  if (!permission(instrument.permissions, "save_version").ok) return null;
  return (
    <FormDialog
      title={t("saveTitle")}
      action={t("save")}
      ready={label.trim() !== ""}
      trigger={<Button>{t("save")}</Button>}
      onSend={async () => {
        const { number } = await save.mutateAsync({
          instrument: instrument.slug,
          language,
          label: label.trim(),
        });
        setLabel("");
        say(t("saveDone", { number }));
      }}
    >
      <div className="field">
        <label htmlFor={id}>{t("saveLabel")}</label>
        <input
          id={id}
          className="input"
          maxLength={200}
          value={label}
          placeholder={t("saveHint")}
          onChange={(event) => setLabel(event.target.value)}
        />
      </div>
    </FormDialog>
  );
}

function Publish({ instrument, version }: { instrument: InstrumentView; version: VersionSummary }) {
  const { t } = useTranslation("versions");
  const say = useToast();
  const publish = useCommand("publish-version");
  const may = permission(instrument.permissions, "publish_version");
  const { number } = version;
  if (version.published || !may.ok) return null;
  return (
    <Act
      permission={may}
      label={t("publish")}
      confirm={{
        title: t("publishTitle", { number }),
        body: <p>{t("publishBody")}</p>,
        action: t("publish"),
      }}
      onAct={async () => {
        await publish.mutateAsync({ version: version.id });
        say(t("publishDone", { number }));
      }}
    />
  );
}

type TimeLineProps = {
  instrument: InstrumentView;
  language: Language;
  versions: VersionSummary[];
  from: string | null;
  to: string | null;
  onCompare: (choice: { from: string; to: string }) => void;
};

export function TimeLine({ instrument, language, versions, from, to, onCompare }: TimeLineProps) {
  const { t } = useTranslation("versions");
  const clock = useClock();
  const names = useNames();
  const labelOf = useVersionLabel();
  return (
    <>
      <SaveVersion instrument={instrument} language={language} />
      <ol className="time-line" aria-label={t("title")}>
        {versions.map((version, index) => {
          const previous = versions[index + 1];
          return (
            <li
              key={version.id}
              className="time-line-item"
              data-chosen={version.id === from || version.id === to}
            >
              <p className="row">
                <strong className="num">{t("version", { number: version.number })}</strong>
                {version.published && <Badge tone="agreed">{t("published")}</Badge>}
              </p>
              <p>
                {version.amendment ? (
                  <Link to={`/app/${instrument.slug}/amendments/${version.amendment.id}`}>
                    {version.amendment.tag}
                  </Link>
                ) : (
                  labelOf(version)
                )}{" "}
                <span className="muted">· {names.reason(version.reason)}</span>
              </p>
              <p className="small muted">
                {version.createdBy
                  ? t("by", { when: clock.dayAndHour(version.createdAt), name: version.createdBy })
                  : clock.dayAndHour(version.createdAt)}
              </p>
              <p className="small muted hash" title={t("fingerprint", { hash: version.sha256 })}>
                {version.sha256.slice(0, 12)}…
              </p>
              <div className="row">
                {previous && (
                  <Button tone="quiet" onClick={() => onCompare({ from: previous.id, to: version.id })}>
                    {t("viewChanges", { number: previous.number })}
                  </Button>
                )}
                <Publish instrument={instrument} version={version} />
              </div>
            </li>
          );
        })}
      </ol>
    </>
  );
}
