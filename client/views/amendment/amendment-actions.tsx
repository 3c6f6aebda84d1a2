import { Link, useNavigate } from "react-router";
import type { AmendmentView } from "../../../shared/api/views/amendments";
import { type AmendmentState, holdsUpText, isDisposed } from "../../../shared/rules/amendments";
import { isBeforeVoting } from "../../../shared/rules/votes";
import { useCommand } from "../../app/api";
import { allowed, notNow, permission } from "../../app/permissions";
import { useMe } from "../../app/session";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { RuleMark } from "../../ui/notice";
import { useToast } from "../../ui/toast";
import { Follow } from "../for-you/follow";
import { AnswerInvitation, useIsInvited } from "../invitations/answer-invitation";
import { AppealAmendment } from "../meeting/appeal-amendment";
import { MoveReconsideration } from "../meeting/reconsider";
import { AmendInForm } from "../propose/amend-in-form";
import { ChairActions } from "./chair-actions";

const REDRAFTABLE = ["needs_rebase", "withdrawn"];
/** While they can be amended themselves. */
const AMENDABLE = ["submitted", "admissible", "open"];
const BEFORE_THE_VOTE = ["submitted", "admissible", "open", "needs_rebase"];

/** For the delegations: sponsor, leave, withdraw, redraft, reintroduce. */
function DelegationActions({ amendment }: { amendment: AmendmentView }) {
  const { t } = useTranslation("amendment");
  const { t: tt } = useTranslation("together");
  const { person } = useMe();
  const words = useWords();
  const say = useToast();
  const navigate = useNavigate();
  const sponsor = useCommand("sponsor-amendment");
  const leave = useCommand("leave-amendment");
  const withdraw = useCommand("withdraw-amendment");
  const start = useCommand("start-amendment");
  const accept = useCommand("accept-amendment");

  const mine = person.delegation?.code;
  const { id, tag, permissions } = amendment;
  const isProposer = mine === amendment.delegation.code;
  const isSponsor = amendment.sponsors.some(({ code }) => code === mine);
  const isInvited = useIsInvited(amendment);
  // Where there is something to write on.
  const place = amendment.anchor ? `#${amendment.anchor.block}` : "";
  const pending = BEFORE_THE_VOTE.includes(amendment.state);
  const isPut = amendment.state === "voting" && amendment.votes.some(({ state }) => isBeforeVoting(state));
  const below = amendment.amendedBy
    .filter(({ state }) => holdsUpText(state as AmendmentState))
    .map((one) => one.tag);
  const maySponsor = permission(permissions, "sponsor_amendment");
  const mayRedraft = permission(
    permissions,
    isProposer || isSponsor ? "rebase_amendment" : "propose_amendment",
  );

  const isWithdrawn = amendment.state === "withdrawn";
  const reintroduceHint = isProposer || isSponsor ? "reintroduceOwnHint" : "reintroduceHint";
  const redraftHint = isWithdrawn ? reintroduceHint : "redraftHint";
  const begun = amendment.begunAgain.find(({ state }) => state === "draft");
  // One is enough to decide about, unless that was withdrawn as well.
  const isBegunAgain = amendment.begunAgain.some(({ state }) => state !== "withdrawn");

  return (
    <>
      {pending && <AnswerInvitation amendment={amendment} />}
      {begun && (
        <p>
          <Link to={`/app/${amendment.instrument}/amendments/${begun.id}/edit`}>{t("continueDraft")}</Link>
        </p>
      )}
      {REDRAFTABLE.includes(amendment.state) && !isBegunAgain && (mayRedraft.ok || notNow(mayRedraft)) && (
        <div className="act">
          <Act
            permission={mayRedraft}
            label={t(isWithdrawn ? "reintroduce" : "redraft")}
            tone="primary"
            onAct={async () => {
              const begun = await start.mutateAsync({
                instrument: amendment.instrument,
                language: amendment.language,
                redrafts: id,
              });
              await navigate(`/app/${amendment.instrument}/amendments/${begun.amendment}/edit${place}`);
            }}
          />
          {mayRedraft.ok && <p className="small muted">{t(redraftHint)}</p>}
        </div>
      )}
      {pending && !isProposer && !isSponsor && !isInvited && (
        <Act
          permission={maySponsor}
          label={t("sponsor")}
          onAct={async () => {
            await sponsor.mutateAsync({ amendment: id });
            say(
              t("sponsorDone", { delegation: person.delegation ? words(person.delegation.name) : "", tag }),
            );
          }}
        />
      )}
      {pending && isSponsor && !isProposer && (
        <Act
          permission={maySponsor}
          label={t("leave")}
          confirm={{ title: t("leaveTitle", { tag }), body: <p>{t("leaveBody")}</p>, action: t("leave") }}
          onAct={async () => {
            await leave.mutateAsync({ amendment: id });
            say(t("leaveDone", { delegation: person.delegation ? words(person.delegation.name) : "", tag }));
          }}
        />
      )}
      {AMENDABLE.includes(amendment.state) && amendment.parent === null && (
        <div className="act">
          <Act
            permission={permission(permissions, "propose_amendment")}
            label={tt("amendIt")}
            onAct={async () => {
              const begun = await start.mutateAsync({
                instrument: amendment.instrument,
                language: amendment.language,
                amends: id,
              });
              await navigate(`/app/${amendment.instrument}/amendments/${begun.amendment}/edit${place}`);
            }}
          />
          {allowed(permissions, "propose_amendment") && (
            <>
              <p className="small muted">{tt("amendItHint")}</p>
              <div className="also">
                <AmendInForm parent={amendment} />
              </div>
            </>
          )}
        </div>
      )}
      {AMENDABLE.includes(amendment.state) &&
        amendment.parent &&
        allowed(permissions, "propose_amendment") && (
          <p className="small muted">
            {tt("twoDegrees", { tag: amendment.parent.tag })} <RuleMark rule="A10" />
          </p>
        )}
      {AMENDABLE.includes(amendment.state) && isProposer && !begun && amendment.parent === null && (
        <div className="act">
          <Act
            permission={permission(permissions, "revise_amendment")}
            label={t("revise")}
            onAct={async () => {
              const begun = await start.mutateAsync({
                instrument: amendment.instrument,
                language: amendment.language,
                redrafts: id,
              });
              await navigate(`/app/${amendment.instrument}/amendments/${begun.amendment}/edit${place}`);
            }}
          />
          {allowed(permissions, "revise_amendment") && <p className="small muted">{t("reviseHint")}</p>}
        </div>
      )}
      {amendment.state === "open" && (
        <Act
          permission={permission(permissions, "accept_amendment")}
          label={t("accept")}
          about={tag}
          confirm={{ title: t("acceptTitle", { tag }), body: <p>{t("acceptBody")}</p>, action: t("accept") }}
          onAct={async () => {
            await accept.mutateAsync({ amendment: id });
            say(t("acceptDone", { tag }));
          }}
        />
      )}
      {amendment.state === "inadmissible" && (
        <AppealAmendment amendment={{ id, tag }} permission={permission(permissions, "appeal_ruling")} />
      )}
      {amendment.state === "incorporated" && (
        <p className="small muted">
          {t("incorporatedHint")} <RuleMark rule="W6" />
        </p>
      )}
      {(amendment.state === "adopted" || amendment.state === "rejected") && (
        <MoveReconsideration
          instrument={amendment.instrument}
          amendment={{ id, tag }}
          permission={permission(permissions, "move_reconsideration")}
        />
      )}
      {(pending || isPut) && isProposer && (
        <Act
          permission={permission(permissions, "withdraw_amendment")}
          label={t("withdraw")}
          tone="danger"
          confirm={{
            title: t("withdrawTitle", { tag }),
            body: (
              <>
                <p>{t("withdrawBody")}</p>
                {below.length > 0 && (
                  <p>
                    {t("withdrawBelow", { tags: below.join(", ") })} <RuleMark rule="A11" />
                  </p>
                )}
              </>
            ),
            action: t("withdraw"),
          }}
          onAct={async () => {
            await withdraw.mutateAsync({ amendment: id });
            say(t("withdrawDone", { tag }));
          }}
        />
      )}
      {!isProposer && !isSponsor && !isDisposed(amendment.state as AmendmentState) && (
        <Follow amendment={amendment} />
      )}
      {amendment.state === "voting" && !isPut && isProposer && (
        <p className="small muted">
          {t("votingBegan")} <RuleMark rule="W1" />
        </p>
      )}
      {amendment.state === "voting" && (
        <p>
          <Link to={`/app/${amendment.instrument}/vote`}>{t("toVote")}</Link>
        </p>
      )}
    </>
  );
}

export function AmendmentActions({ amendment }: { amendment: AmendmentView }) {
  const { t } = useTranslation("amendment");
  return (
    <section aria-labelledby="actions" className="stack amendment-actions">
      <h2 id="actions">{t("actions")}</h2>
      <DelegationActions amendment={amendment} />
      <ChairActions amendment={amendment} />
      <p className="muted no-actions">{t("noActions")}</p>
    </section>
  );
}
