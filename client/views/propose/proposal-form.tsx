import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useNavigate } from "react-router";
import type { AmendmentView } from "../../../shared/api/views/amendments";
import type { DiffBlock } from "../../../shared/api/views/redline";
import { isAgreed } from "../../../shared/rules/paragraphs";
import type { Language } from "../../../shared/text/model";
import { useApi, useCommand } from "../../app/api";
import { allowed, permission } from "../../app/permissions";
import { useMe } from "../../app/session";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/dialog";
import { RuleMark } from "../../ui/notice";
import { Redline } from "../../ui/redline";
import { useToast } from "../../ui/toast";
import { useInvitable, useInvite } from "../invitations/invite-sponsors";
import { SponsorNames } from "../invitations/invited";
import { SponsorPicker } from "../invitations/sponsor-picker";

/** What the changes come to so far, as it will be read. */
export function Changes(props: { redline: DiffBlock[]; language: Language; isReader?: boolean }) {
  const { redline, language, isReader = false } = props;
  const { t } = useTranslation("drafting");
  const title = t(isReader ? "propose.changes" : "propose.yourChanges");
  return (
    <section className="stack" aria-label={title}>
      <h2>{title}</h2>
      <p className="small muted" role="status">
        {redline.length === 0
          ? t(isReader ? "propose.nothingChanged" : "propose.nothingYet")
          : t("propose.changeCount", { count: redline.length })}
      </p>
      <Redline blocks={redline} language={language} size="small" linked />
    </section>
  );
}

/** Co-sponsors: who has joined, whom to ask. Those chosen are asked when it is submitted, or at once to write together. */
function Sponsors(props: {
  amendment: AmendmentView;
  chosen: string[];
  onChange: (chosen: string[]) => void;
}) {
  const { amendment, chosen, onChange } = props;
  const { t } = useTranslation("invitations");
  const invitable = useInvitable(amendment);
  const invite = useInvite(amendment);
  return (
    <section className="stack" aria-label={t("cosponsors")}>
      <SponsorNames amendment={amendment} />
      <SponsorPicker
        delegations={invitable}
        chosen={chosen}
        onChange={onChange}
        help={t("inviteDraftHint")}
      />
      {chosen.length > 0 && (
        <Act
          permission={permission(amendment.permissions, "invite_sponsors")}
          label={t("inviteNow")}
          onAct={async () => {
            await invite(chosen);
            onChange([]);
          }}
        />
      )}
    </section>
  );
}

/** The amendment of one's own that this draft may become the new words of, while it has not been put (Rule W4). */
function useRevisable({ reintroduces, delegation }: AmendmentView): AmendmentView | null {
  const { data } = useApi(
    "amendment",
    { amendment: reintroduces?.id ?? "" },
    { enabled: reintroduces !== null },
  );
  const isPending = ["submitted", "admissible", "open", "needs_rebase"].includes(data?.state ?? "");
  // What amends an amendment is redrafted as another one.
  const isOwn = data?.delegation.code === delegation.code && allowed(data.permissions, "revise_amendment");
  return data?.parent === null && isPending && isOwn ? data : null;
}

/** Paragraphs it changes that are closed, having been agreed, while the committee reads (Rule A17); as people call them. */
function useClosed(amendment: AmendmentView, redline: readonly DiffBlock[]): string {
  const { instrument: slug, language } = amendment;
  const { data: instrument } = useApi("instrument", { instrument: slug });
  const isRead = instrument?.stage === "in_reading" && instrument.sourceLanguage === language;
  const { data: agreement = {} } = useApi("agreement", { instrument: slug }, { enabled: isRead });
  if (!isRead) return "";
  return redline
    .filter(({ id, change }) => change !== "inserted" && isAgreed(agreement[id] ?? "open"))
    .map(({ path }) => path)
    .join(", ");
}

type ProposalFormProps = {
  amendment: AmendmentView;
  redline: DiffBlock[];
  /** Everything that was typed is at the server. */
  isSaved: boolean;
  /** Where it is shown once it is submitted. */
  page: string;
};

/** Beside the copy: what changes, why, with whom; and handing it in. */
export function ProposalForm({ amendment, redline, isSaved, page }: ProposalFormProps) {
  const { t } = useTranslation("drafting");
  const { language } = amendment;
  const navigate = useNavigate();
  const client = useQueryClient();
  const say = useToast();
  const rationaleId = useId();
  const submit = useCommand("submit-amendment");
  const discard = useCommand("discard-amendment");
  const leave = useCommand("leave-amendment");
  const isProposer = useMe().person.delegation?.code === amendment.delegation.code;
  const [rationale, setRationale] = useState(amendment.rationale);
  const [sponsors, setSponsors] = useState<string[]>([]);

  const earlier = useRevisable(amendment);
  const [keepsNumber, setKeepsNumber] = useState<boolean | null>(null);
  // One that no longer fits is mostly redrafted as another; what still stands is mostly put in better words.
  const isRevision = keepsNumber ?? earlier?.state !== "needs_rebase";

  const closed = useClosed(amendment, redline);
  const missing =
    redline.length === 0
      ? t("propose.waitChanges")
      : closed !== ""
        ? t("propose.waitAgreed", { paragraphs: closed })
        : rationale.trim() === ""
          ? t("propose.waitRationale")
          : isSaved
            ? null
            : t("propose.waitSaved");
  const send = async () => {
    const revises = earlier !== null && isRevision;
    const sent = await submit.mutateAsync({
      amendment: amendment.id,
      rationale: rationale.trim(),
      sponsors: revises ? [] : sponsors,
      ...(revises ? { revises } : {}),
    });
    // Its page is not to open with the words it had before.
    if (revises) await client.refetchQueries({ queryKey: ["amendment", { amendment: sent.amendment }] });
    say(t(revises ? "propose.revised" : "propose.submitted", { tag: sent.tag }));
    // Back leads to where the writing began, not to a draft that is none any more.
    const to = revises ? `/app/${amendment.instrument}/amendments/${sent.amendment}` : page;
    await navigate(to, { replace: true });
  };
  const remove = async () => {
    await discard.mutateAsync({ amendment: amendment.id });
    say(t("propose.discarded"));
    await navigate(`/app/${amendment.instrument}/draft/${language}`, { replace: true });
  };
  const stop = async () => {
    await leave.mutateAsync({ amendment: amendment.id });
    await navigate(`/app/${amendment.instrument}/amendments`, { replace: true });
  };
  return (
    <form className="propose-form" onSubmit={(event) => event.preventDefault()}>
      <Changes redline={redline} language={language} />
      <div className="field">
        <label htmlFor={rationaleId}>{t("propose.rationale")}</label>
        <textarea
          id={rationaleId}
          className="input"
          aria-describedby={`${rationaleId}-help`}
          value={rationale}
          maxLength={10_000}
          rows={4}
          onChange={(event) => setRationale(event.target.value)}
        />
        <p id={`${rationaleId}-help`} className="small muted">
          {t("propose.rationaleHelp")}
        </p>
      </div>
      {earlier && (
        <label className="sponsor">
          <input
            type="checkbox"
            checked={isRevision}
            onChange={(event) => setKeepsNumber(event.target.checked)}
          />
          <span>{t("propose.keepNumber", { tag: earlier.tag })}</span>
        </label>
      )}
      {!(earlier && isRevision) && (
        <Sponsors amendment={amendment} chosen={sponsors} onChange={setSponsors} />
      )}
      <div className="stack">
        <div className="row">
          {missing === null ? (
            <Confirm
              trigger={<Button tone="primary">{t("propose.submit")}</Button>}
              title={
                earlier && isRevision
                  ? t("propose.reviseTitle", { tag: earlier.tag })
                  : t("propose.submitTitle")
              }
              body={<p>{t(earlier && isRevision ? "propose.reviseBody" : "propose.submitBody")}</p>}
              action={t("propose.submit")}
              onConfirm={send}
            />
          ) : (
            <Button tone="primary" aria-disabled="true" aria-describedby={`${rationaleId}-missing`}>
              {t("propose.submit")}
            </Button>
          )}
          {!isProposer && (
            <Confirm
              trigger={<Button tone="quiet">{t("propose.leave")}</Button>}
              title={t("propose.leaveTitle")}
              body={<p>{t("propose.leaveBody")}</p>}
              action={t("propose.leave")}
              onConfirm={stop}
            />
          )}
          {isProposer && allowed(amendment.permissions, "edit_amendment") && (
            <Confirm
              trigger={<Button tone="quiet">{t("propose.discard")}</Button>}
              title={t("propose.discardTitle")}
              body={<p>{t("propose.discardBody")}</p>}
              action={t("propose.discard")}
              tone="danger"
              onConfirm={remove}
            />
          )}
        </div>
        <p id={`${rationaleId}-missing`} className="small muted">
          {missing} {closed !== "" && <RuleMark rule="A17" />}
        </p>
      </div>
    </form>
  );
}
