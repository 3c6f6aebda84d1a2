import { Link } from "react-router";
import type { MentionView } from "../../../shared/api/comments";
import type { InvitationView } from "../../../shared/api/notifications";
import { useApi } from "../../app/api";
import { notNow } from "../../app/permissions";
import { useMe } from "../../app/session";
import { useClock } from "../../app/time";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { useNames } from "../../ui/names";
import { Who } from "../comments/mention-field";

/** Invitations, comments and languages to be signed off, which wait for the reader; nothing when there are none. */
export function Waiting() {
  const { t } = useTranslation("forYou");
  const { data: invitations = [] } = useApi("invitations", {});
  const { data: mentions = [] } = useApi("mentions", {});
  const { data: conference } = useApi("conference", {});
  const isTranslator = useMe().person.role === "translator";
  const agreed = isTranslator
    ? (conference?.instruments ?? []).filter(({ stage }) => stage === "committee_clean")
    : [];
  if (invitations.length + mentions.length + agreed.length === 0) return null;
  return (
    <section aria-labelledby="waiting" className="stack waiting">
      <h2 id="waiting">{t("waiting")}</h2>
      <ul className="stack">
        {invitations.map((one) => (
          <Invitation key={one.amendment.id} invitation={one} />
        ))}
        {agreed.map(({ slug }) => (
          <SignOffs key={slug} instrument={slug} />
        ))}
        {mentions.map((one) => (
          <Mention key={one.comment} mention={one} />
        ))}
      </ul>
      {mentions.length > 0 && <p className="small muted">{t("mentionsHint")}</p>}
    </section>
  );
}

/** Languages of an agreed text that the reader has to sign off before the chair can forward it. */
function SignOffs({ instrument }: { instrument: string }) {
  const { t } = useTranslation("forYou");
  const words = useWords();
  const names = useNames();
  const { data } = useApi("instrument", { instrument });
  const due = (data?.texts ?? []).filter(
    ({ concordance, signOff }) =>
      ["unsigned", "stale"].includes(concordance) && (signOff.ok || notNow(signOff)),
  );
  return due.map(({ language }) => (
    <li key={language}>
      <p>{t("signOff", { title: words(data?.title ?? { en: "" }), language: names.language(language) })}</p>
      <p className="small">
        <Link to={`/app/${instrument}/draft/${language}`}>{t("toSignOff")}</Link>
      </p>
    </li>
  ));
}

function Invitation({ invitation }: { invitation: InvitationView }) {
  const { t } = useTranslation("forYou");
  const words = useWords();
  const clock = useClock();
  const { amendment, instrument, delegation, invitedAt } = invitation;
  return (
    <li>
      <p>
        {t("invited", {
          delegation: words(delegation.name),
          what: amendment.isDraft ? t("aDraft") : amendment.tag,
        })}
      </p>
      <p className="small muted">
        {words(instrument.title)} ·{" "}
        <time className="num" dateTime={invitedAt}>
          {clock.dayAndHour(invitedAt)}
        </time>
      </p>
      <p className="small">
        <Link to={`/app/${instrument.slug}/amendments/${amendment.id}`}>{t("answer")}</Link>
      </p>
    </li>
  );
}

function Mention({ mention }: { mention: MentionView }) {
  const { t } = useTranslation("forYou");
  const words = useWords();
  const names = useNames();
  const clock = useClock();
  const title = words(mention.title);
  return (
    <li>
      <p className="small">
        <Who person={mention.by} /> ·{" "}
        <time className="num muted" dateTime={mention.writtenAt}>
          {clock.dayAndHour(mention.writtenAt)}
        </time>
      </p>
      <p>{mention.words}</p>
      <p className="small">
        {mention.amendment ? (
          <Link
            to={`/app/${mention.instrument}/amendments/${mention.amendment.id}${mention.amendment.isDraft ? "/edit" : ""}?thread=${mention.thread}`}
          >
            {mention.amendment.isDraft
              ? t("mentionInDraft", { title })
              : t("mentionInAmendment", { title, tag: mention.amendment.tag })}
          </Link>
        ) : (
          <Link to={`/app/${mention.instrument}/draft/${mention.language}?thread=${mention.thread}`}>
            {t("mentionIn", { title, language: names.language(mention.language) })}
          </Link>
        )}
      </p>
    </li>
  );
}
