import { useQueryClient } from "@tanstack/react-query";
import type { VoteView } from "../../../shared/api/views/votes";
import { useCommand } from "../../app/api";
import { useMe } from "../../app/session";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Confirm } from "../../ui/dialog";
import { useNames } from "../../ui/names";
import { CHOICES } from "./choose-button";

/** How many papers are in the box, and whose; never which (Rule R9). */
export function SecretProgress({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("voting");
  const words = useWords();
  const papers = vote.tally && vote.tally.yes + vote.tally.no + vote.tally.abstain;
  return (
    <>
      <p role="status" data-testid="secret-progress">
        {papers === null
          ? t("secretProgress", { cast: vote.participants.length, present: vote.present })
          : t("secretCheck", { papers, count: vote.participants.length })}
      </p>
      {vote.participants.length > 0 && (
        <details className="ballots">
          <summary>{t("secretWho")}</summary>
          <ul>
            {vote.participants.map(({ code, name }) => (
              <li key={code}>{words(name)}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** One paper into the box; asked once more, because nobody could find it again to change it. */
export function SecretPaper({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("voting");
  const { t: b } = useTranslation("ballot");
  const { person } = useMe();
  const words = useWords();
  const names = useNames();
  const client = useQueryClient();
  const cast = useCommand("cast-secret-ballot");
  if (vote.participants.some(({ code }) => code === person.delegation?.code))
    return (
      <p className="receipt" role="status" data-testid="receipt">
        <span aria-hidden="true">✓ </span>
        {t("secretTaken")}
      </p>
    );
  return (
    <fieldset className="choices">
      <legend className="small muted">
        {person.delegation && <>{b("forDelegation", { delegation: words(person.delegation.name) })}. </>}
        {t("secretHint")}
      </legend>
      {CHOICES.map((choice) => (
        <Confirm
          key={choice}
          title={t("secretConfirm", { choice: names.choice(choice) })}
          body={<p>{t("secretConfirmBody")}</p>}
          action={t("secretSend")}
          onConfirm={async () => {
            await cast.mutateAsync({ vote: vote.id, choice });
            await client.refetchQueries({ queryKey: ["instrument", { instrument: vote.instrument }] });
          }}
          trigger={
            <button type="button" className="choice">
              {names.choice(choice)}
            </button>
          }
        />
      ))}
    </fieldset>
  );
}
