import { useId, useState } from "react";
import type { CirculationView } from "../../../shared/api/circulation";
import type { AmendmentView } from "../../../shared/api/views/amendments";
import type { Run } from "../../../shared/text/model";
import { reworded, typedWords } from "../../../shared/text/together/typed";
import { useCommand } from "../../app/api";
import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";
import { useNames } from "../../ui/names";
import { ErrorNotice } from "../../ui/notice";
import { Redline } from "../../ui/redline";
import { useToast } from "../../ui/toast";

type Props = {
  amendment: AmendmentView;
  into: CirculationView[number];
  onDone: (isCirculated: boolean) => void;
};

const wordsOf = (runs: readonly Run[] | null) => (runs ?? []).map(({ text }) => text).join("");

/** The words of an amendment in another language, paragraph by paragraph beside the original. */
export function Translate({ amendment, into, onDone }: Props) {
  const { t } = useTranslation("amendment");
  const names = useNames();
  const say = useToast();
  const translate = useCommand("translate-amendment");
  const id = useId();
  const { tag } = amendment;
  const language = names.language(into.language);
  const [words, setWords] = useState<Record<string, string>>(() =>
    Object.fromEntries(
      into.blocks.map(({ block, runs, translated }) => [block, wordsOf(translated ?? runs)]),
    ),
  );
  const [rationale, setRationale] = useState(into.translation?.rationale ?? "");
  const missing = into.blocks.some(({ block }) => (words[block] ?? "").trim() === "")
    ? t("waitTranslation", { language })
    : rationale.trim() === ""
      ? t("waitRationale", { language })
      : null;

  const send = async () => {
    if (missing !== null || translate.isPending) return;
    await translate.mutateAsync({
      amendment: amendment.id,
      language: into.language,
      blocks: into.blocks.map(({ block, runs, translated }) => ({
        block,
        runs: reworded(translated ?? runs ?? [], typedWords(words[block] ?? ""), into.language),
      })),
      rationale: rationale.trim(),
    });
    say(t("circulated", { tag, language }));
    onDone(true);
  };
  return (
    <form
      className="stack translate"
      aria-labelledby={`${id}-title`}
      onSubmit={(event) => {
        event.preventDefault();
        // What goes wrong is said below.
        send().catch(() => {});
      }}
    >
      <h3 id={`${id}-title`}>{t("translateTitle", { tag, language })}</h3>
      <p className="small muted">{t("translateHint", { language })}</p>
      {into.blocks.map(({ block, path, source }) => (
        <div key={block} className="stack">
          <Redline blocks={[source]} language={amendment.language} size="small" />
          <div className="field">
            <label htmlFor={`${id}-${block}`}>{t("translationOf", { path, language })}</label>
            <textarea
              id={`${id}-${block}`}
              className="input"
              lang={into.language}
              rows={4}
              value={words[block] ?? ""}
              onChange={(event) => setWords({ ...words, [block]: event.target.value })}
            />
          </div>
        </div>
      ))}
      <div className="field">
        <label htmlFor={`${id}-rationale`}>{t("rationaleIn", { language })}</label>
        <textarea
          id={`${id}-rationale`}
          className="input"
          lang={into.language}
          rows={3}
          maxLength={10_000}
          value={rationale}
          onChange={(event) => setRationale(event.target.value)}
        />
      </div>
      <ErrorNotice error={translate.error} />
      <p id={`${id}-missing`} className="small muted" role="status">
        {missing}
      </p>
      <div className="row">
        <Button
          type="submit"
          tone="primary"
          aria-disabled={missing !== null || translate.isPending}
          aria-describedby={`${id}-missing`}
        >
          {t("circulate")}
        </Button>
        <Button tone="quiet" onClick={() => onDone(false)}>
          {t("stopTranslating")}
        </Button>
      </div>
    </form>
  );
}
