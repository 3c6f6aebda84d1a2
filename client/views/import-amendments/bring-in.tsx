import { useId, useRef } from "react";
import { useNavigate } from "react-router";
import { ApiFailure, useCommand } from "../../app/api";
import { useTranslation } from "../../i18n/use-translation";
import { Button, ButtonLink } from "../../ui/button";
import { Confirm } from "../../ui/dialog";
import { useToast } from "../../ui/toast";
import type { ReadFile } from "./choose-file";
import { type Choice, missingIn, sentOf, withRefusals } from "./proposals";

type Props = {
  slug: string;
  read: ReadFile;
  choices: readonly Choice[];
  usualReasons: string;
  onRefused: (choices: Choice[]) => void;
};

/** All that are chosen, or none: those that cannot be taken are shown where they stand. */
export function BringIn({ slug, read, choices, usualReasons, onRefused }: Props) {
  const { t } = useTranslation("importAmendments");
  const { t: errors } = useTranslation("errors");
  const navigate = useNavigate();
  const say = useToast();
  const bring = useCommand("import-amendments");
  const waitId = useId();
  const notice = useRef<HTMLParagraphElement>(null);
  const isRefused = choices.some(({ refused }) => refused !== null);
  const missing = missingIn(choices, usualReasons);
  const wait =
    missing.taken === 0
      ? t("waitChosen")
      : missing.delegations > 0
        ? t("waitDelegations", { count: missing.delegations })
        : null;
  const waitReasons = wait ?? (missing.reasons > 0 ? t("waitReasons", { count: missing.reasons }) : null);

  const send = async (as: "draft" | "submitted") => {
    try {
      const { amendments } = await bring.mutateAsync({
        instrument: slug,
        baseVersion: read.preview.version.id,
        file: { name: read.name.slice(-150), sha256: read.preview.sha256 },
        as,
        amendments: sentOf(choices, usualReasons, ({ by, line }) =>
          line === null ? by || t("unnamed") : t("line", { line }),
        ),
      });
      say(t(as === "draft" ? "draftsDone" : "submittedDone", { count: amendments.length }));
      await navigate(`/app/${slug}/amendments`);
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.failure.code !== "amendments_not_taken") throw error;
      onRefused(withRefusals(choices, error.failure.detail?.amendments));
      requestAnimationFrame(() => notice.current?.focus());
    }
  };
  return (
    <div className="import-bar">
      {isRefused && (
        <p ref={notice} className="notice" data-tone="refused" role="alert" tabIndex={-1}>
          {errors("amendments_not_taken")}
        </p>
      )}
      <div className="row">
        <Act
          label={t("submit", { count: missing.taken })}
          title={t("submitTitle", { count: missing.taken })}
          body={t("submitBody")}
          isPrimary
          waits={waitReasons !== null}
          waitId={waitId}
          onConfirm={() => send("submitted")}
        />
        <Act
          label={t("keep", { count: missing.taken })}
          title={t("keepTitle", { count: missing.taken })}
          body={t("keepBody")}
          waits={wait !== null}
          waitId={waitId}
          onConfirm={() => send("draft")}
        />
        <ButtonLink tone="quiet" to={`/app/${slug}/amendments`}>
          {t("leave")}
        </ButtonLink>
      </div>
      <p id={waitId} className="small muted" role="status">
        {waitReasons}
      </p>
    </div>
  );
}

function Act(props: {
  label: string;
  title: string;
  body: string;
  isPrimary?: boolean;
  waits: boolean;
  waitId: string;
  onConfirm: () => Promise<void>;
}) {
  const { label, title, body, isPrimary, waits, waitId, onConfirm } = props;
  const tone = isPrimary ? "primary" : undefined;
  if (waits) {
    return (
      <Button tone={tone} aria-disabled="true" aria-describedby={waitId}>
        {label}
      </Button>
    );
  }
  return (
    <Confirm
      trigger={<Button tone={tone}>{label}</Button>}
      title={title}
      body={<p>{body}</p>}
      action={label}
      onConfirm={onConfirm}
    />
  );
}
