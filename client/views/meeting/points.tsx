import type { MeetingView, PointView } from "../../../shared/api/meeting";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { useCommand } from "../../app/api";
import { permission } from "../../app/permissions";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { ActWithWords } from "../../ui/act-with-words";
import { Notice } from "../../ui/notice";
import { useToast } from "../../ui/toast";

type PointProps = { meeting: MeetingView; point: PointView };

function Rule({ point, sustained, primary }: { point: PointView; sustained: boolean; primary?: boolean }) {
  const { t } = useTranslation("meeting");
  const say = useToast();
  const rule = useCommand("rule-on-point");
  return (
    <ActWithWords
      label={t(sustained ? "sustain" : "dismiss")}
      tone={primary ? "primary" : undefined}
      title={t("rulingTitle")}
      body={point.words}
      field={t("ruling")}
      optional
      onSend={async (ruling) => {
        await rule.mutateAsync({ point: point.id, sustained, ruling });
        say(t("ruled"));
      }}
    />
  );
}

/** The chair's ruling, at once (Rule P5). */
export function RuleOnPoint({ meeting, point }: PointProps) {
  if (point.state !== "raised" || !permission(meeting.permissions, "rule_on_point").ok) return null;
  return (
    <div className="row">
      <Rule point={point} sustained primary />
      <Rule point={point} sustained={false} />
    </div>
  );
}

/** The ruling stands, as nobody appeals. */
export function GoOn({ meeting, point, primary }: PointProps & { primary?: boolean }) {
  const { t } = useTranslation("meeting");
  const say = useToast();
  const goOn = useCommand("let-ruling-stand");
  if (point.state !== "ruled") return null;
  return (
    <Act
      permission={permission(meeting.permissions, "rule_on_point")}
      label={t("goOn")}
      tone={primary ? "primary" : undefined}
      onAct={async () => {
        await goOn.mutateAsync({ point: point.id });
        say(t("wentOn"));
      }}
    />
  );
}

function Appeal({ meeting, point }: PointProps) {
  const { t } = useTranslation("meeting");
  const say = useToast();
  const appeal = useCommand("appeal-ruling");
  if (point.state !== "ruled") return null;
  return (
    <Act
      permission={permission(meeting.permissions, "appeal_ruling")}
      label={t("appeal")}
      confirm={{ title: t("appealTitle"), body: <p>{t("appealBody")}</p>, action: t("appeal") }}
      onAct={async () => {
        await appeal.mutateAsync({ point: point.id });
        say(t("appealed"));
      }}
    />
  );
}

/** Until nobody can appeal any more, or the appeal is voted. */
export function isUnsettled({ state }: PointView): boolean {
  return state !== "stands" && state !== "overruled";
}

/** What interrupts everything else, at the head of the screen. */
export function PendingPoint({ meeting }: { meeting: MeetingView }) {
  const { point } = meeting;
  return point && isUnsettled(point) ? <Point meeting={meeting} point={point} /> : null;
}

/** The point of order before the body, or what became of the last. */
export function Point({ meeting, point }: PointProps) {
  const { t } = useTranslation("meeting");
  const words = useWords();
  const say = useToast();
  const withdraw = useCommand("withdraw-point");
  return (
    <Notice tone={isUnsettled(point) ? "conflict" : "plain"}>
      <div className="stack" data-testid="point" role="status">
        <p>
          <strong>
            {point.amendment
              ? t("appealAgainst", { delegation: words(point.delegation.name), tag: point.amendment })
              : t("raisedBy", { delegation: words(point.delegation.name) })}
          </strong>{" "}
          {point.words}
        </p>
        <p className="small muted">
          {point.amendment && <>{t("ruledInadmissible", { tag: point.amendment })}. </>}
          {point.sustained !== null && !point.amendment && (
            <>{t(point.sustained ? "sustained" : "dismissed")}. </>
          )}
          {point.ruling && <>“{point.ruling}” </>}
          {point.state !== "ruled" && t(`state.${point.state}`)}
        </p>
        <div className="row">
          <RuleOnPoint meeting={meeting} point={point} />
          <GoOn meeting={meeting} point={point} />
          <Appeal meeting={meeting} point={point} />
          {point.mine && point.state === "raised" && (
            <Act
              permission={permission(meeting.permissions, "raise_point")}
              label={t("takeBack")}
              onAct={async () => {
                await withdraw.mutateAsync({ point: point.id });
                say(t("takenBack"));
              }}
            />
          )}
        </div>
      </div>
    </Notice>
  );
}

/** Raised from the delegate's own screen. */
export function RaisePoint({ meeting, instrument }: { meeting: MeetingView; instrument: InstrumentView }) {
  const { t } = useTranslation("meeting");
  const say = useToast();
  const raise = useCommand("raise-point");
  const may = permission(meeting.permissions, "raise_point");
  const onConduct = instrument.question?.state === "open";
  // While one is before the chair, that is what is shown, and not why there is no other.
  if (!may.ok && may.code === "point_of_order_pending") return null;
  return (
    <ActWithWords
      permission={may}
      label={t("raise")}
      title={t("raiseTitle")}
      action={t("raiseAction")}
      body={<span className="muted">{t(onConduct ? "raiseHintVote" : "raiseHint")}</span>}
      field={t("pointWords")}
      onSend={async (words) => {
        await raise.mutateAsync({ instrument: instrument.slug, words, onConduct });
        say(t("raised"));
      }}
    />
  );
}
