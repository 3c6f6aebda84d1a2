import type { AmendmentSummary } from "../../../shared/api/views/amendments";
import { useCommand } from "../../app/api";
import { allowed, notNow, permission } from "../../app/permissions";
import { useTranslation } from "../../i18n/use-translation";
import { Act, Reason } from "../../ui/act";
import { ActWithWords } from "../../ui/act-with-words";
import { useToast } from "../../ui/toast";

/** In a list as well as on its own page. */
type Acted = Pick<
  AmendmentSummary,
  "id" | "tag" | "instrument" | "state" | "late" | "impliedBy" | "permissions"
> & { conflicts: readonly unknown[] | null };

type WithReasonProps = Pick<
  Parameters<typeof ActWithWords>[0],
  "label" | "about" | "title" | "body" | "suggested" | "onSend"
>;

/** An act that goes on the record with the chair's reason. */
export function WithReason(props: WithReasonProps) {
  const { t } = useTranslation("amendment");
  return <ActWithWords {...props} tone="danger" actionTone="danger" field={t("reason")} />;
}

/** Admit it or not (Rule A1). */
export function Ruling({ amendment, tone }: { amendment: Acted; tone?: "primary" }) {
  const { t } = useTranslation("amendment");
  const say = useToast();
  const rule = useCommand("rule-on-amendment");
  const { id, tag } = amendment;
  const may = permission(amendment.permissions, "rule_on_amendment");
  const { t: m } = useTranslation("meeting");
  if (amendment.state !== "submitted") return null;
  const admit = (reason: string, waive: boolean) =>
    rule.mutateAsync({ amendment: id, admissible: true, reason, ...(waive ? { waive } : {}) });
  return (
    <div className="row">
      {amendment.late && may.ok && (
        <WithReason
          label={m("admitLate")}
          about={tag}
          title={m("admitLateTitle", { tag })}
          body={m("admitLateBody")}
          onSend={async (reason) => {
            await admit(reason, true);
            say(t("admitDone", { tag }));
          }}
        />
      )}
      {!amendment.late && (
        <Act
          permission={may}
          label={t("admit")}
          about={tag}
          tone={tone}
          onAct={async () => {
            await admit("", false);
            say(t("admitDone", { tag }));
          }}
        />
      )}
      {may.ok && (
        <WithReason
          label={t("refuse")}
          about={tag}
          title={t("refuseTitle", { tag })}
          onSend={async (reason) => {
            await rule.mutateAsync({ amendment: id, admissible: false, reason });
            say(t("refuseDone", { tag }));
          }}
        />
      )}
    </div>
  );
}

export function PutToTheVote({ amendment, tone }: { amendment: Acted; tone?: "primary" }) {
  const { t } = useTranslation("amendment");
  const say = useToast();
  const put = useCommand("put-question");
  const { id, tag, instrument } = amendment;
  if (amendment.state !== "open") return null;
  return (
    <Act
      permission={permission(amendment.permissions, "put_amendment")}
      label={t("put")}
      about={tag}
      tone={tone}
      confirm={{ title: t("putTitle", { tag }), body: <p>{t("putBody")}</p>, action: t("put") }}
      onAct={async () => {
        await put.mutateAsync({ instrument, amendment: id });
        say(t("putDone", { tag }));
      }}
    />
  );
}

export function DoNotPut({ amendment }: { amendment: Acted }) {
  const { t } = useTranslation("amendment");
  const say = useToast();
  const notPut = useCommand("set-not-put");
  const { t: tt } = useTranslation("together");
  const { id, tag, impliedBy } = amendment;
  const may = permission(amendment.permissions, "set_not_put");
  if (!["open", "needs_rebase"].includes(amendment.state)) return null;
  if (!may.ok) return notNow(may) ? <Reason refused={may} /> : null;
  return (
    <WithReason
      label={t("notPut")}
      about={tag}
      title={t("notPutTitle", { tag })}
      body={t("notPutBody")}
      suggested={impliedBy ? tt("impliedReason", { by: impliedBy.tag }) : ""}
      onSend={async (reason) => {
        await notPut.mutateAsync({ amendment: id, reason });
        say(t("notPutDone", { tag }));
      }}
    />
  );
}

/** When the words it would change are gone and nobody redrafts it. */
export function Lapse({ amendment }: { amendment: Acted }) {
  const { t } = useTranslation("amendment");
  const say = useToast();
  const lapse = useCommand("lapse-amendment");
  const { id, tag } = amendment;
  const misfits = (amendment.conflicts?.length ?? 0) > 0;
  if (!misfits || !["submitted", "open", "needs_rebase"].includes(amendment.state)) return null;
  if (!allowed(amendment.permissions, "lapse_amendment")) return null;
  return (
    <WithReason
      label={t("lapse")}
      about={tag}
      title={t("lapseTitle", { tag })}
      body={t("lapseBody")}
      onSend={async (reason) => {
        await lapse.mutateAsync({ amendment: id, reason });
        say(t("lapseDone", { tag }));
      }}
    />
  );
}

/** For the chair: admit it or not, put it to the vote, leave it without one (Rules A1, A5), declare it lapsed. */
export function ChairActions({ amendment }: { amendment: Acted }) {
  const presides = ["rule_on_amendment", "put_amendment", "set_not_put"].some((act) =>
    allowed(amendment.permissions, act),
  );
  if (!presides) return null;
  return (
    <>
      <Ruling amendment={amendment} tone="primary" />
      <PutToTheVote amendment={amendment} tone="primary" />
      <DoNotPut amendment={amendment} />
      <Lapse amendment={amendment} />
    </>
  );
}
