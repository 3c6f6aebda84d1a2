import { useId, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { type ImportBlock, type ImportPreview, MAX_IMPORT_BYTES } from "../../../shared/api/imports";
import { BLOCK_KINDS, type Language, languageShape } from "../../../shared/text/model";
import { previewImport, useApi, useCommand } from "../../app/api";
import { useInstrumentSlug } from "../../app/instrument-frame";
import { permission } from "../../app/permissions";
import { useTranslation } from "../../i18n/use-translation";
import { Reason } from "../../ui/act";
import { Await } from "../../ui/await";
import { Button, ButtonLink } from "../../ui/button";
import { Confirm } from "../../ui/dialog";
import { useNames } from "../../ui/names";
import { ErrorNotice } from "../../ui/notice";
import { useToast } from "../../ui/toast";
import { ImportedBlocks, ImportProblems, type PreviewBlock } from "./imported-blocks";
import "./import.css";

/** A file becomes the text of one language: chosen, looked at paragraph by paragraph, confirmed. */
export function ImportText() {
  const slug = useInstrumentSlug();
  const params = useParams();
  const instrument = useApi("instrument", { instrument: slug });
  return (
    <Await of={instrument}>
      {(data) => {
        const answer = permission(data.permissions, "import_text");
        const language = languageShape.safeParse(params.language).data ?? data.sourceLanguage;
        return (
          <div className="page import-page">
            {answer.ok ? (
              <Import key={language} slug={slug} language={language} />
            ) : (
              <Reason refused={answer} />
            )}
          </div>
        );
      }}
    </Await>
  );
}

type Read = { name: string; preview: ImportPreview };

function Import({ slug, language }: { slug: string; language: Language }) {
  const { t } = useTranslation("imports");
  const names = useNames();
  const [read, setRead] = useState<Read | null>(null);
  const [blocks, setBlocks] = useState<PreviewBlock[]>([]);
  const coming = blocks.filter(({ isLeftOut }) => !isLeftOut);
  const take = (next: Read | null) => {
    setRead(next);
    setBlocks(next?.preview.blocks.map((block) => ({ ...block, isLeftOut: false })) ?? []);
  };
  return (
    <>
      <h2>{t("title", { language: names.language(language) })}</h2>
      <p className="muted">{t("hint")}</p>
      <ChooseFile slug={slug} language={language} onRead={take} />
      {read && (
        <>
          <p role="status">
            {t("found", { name: read.name, count: coming.length })}{" "}
            {read.preview.problems.length === 0
              ? t("allUnderstood")
              : t("problemCount", { count: read.preview.problems.length })}
          </p>
          <p className="small muted">
            {t("kindsFound", {
              kinds: BLOCK_KINDS.map((kind) => ({
                kind,
                count: coming.filter((block) => block.kind === kind).length,
              }))
                .filter(({ count }) => count > 0)
                .map(({ kind, count }) => t(`kindCount.${kind}`, { count }))
                .join(", "),
            })}
          </p>
          <ImportProblems problems={read.preview.problems} />
          <ImportedBlocks
            blocks={blocks}
            problems={read.preview.problems}
            language={language}
            onChange={setBlocks}
          />
          <Bring
            slug={slug}
            language={language}
            read={read}
            blocks={coming.map(({ isLeftOut: _, ...block }) => block)}
          />
        </>
      )}
    </>
  );
}

function ChooseFile({
  slug,
  language,
  onRead,
}: {
  slug: string;
  language: Language;
  onRead: (read: Read | null) => void;
}) {
  const { t } = useTranslation("imports");
  const fieldId = useId();
  const [reading, setReading] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [isTooLarge, setIsTooLarge] = useState(false);
  const choose = async (file: File | undefined) => {
    onRead(null);
    setError(null);
    setIsTooLarge(file !== undefined && file.size > MAX_IMPORT_BYTES);
    if (!file || file.size > MAX_IMPORT_BYTES) return;
    setReading(true);
    try {
      const { name } = file;
      onRead({ name, preview: await previewImport(file, { name, instrument: slug, language }) });
    } catch (failure) {
      setError(failure);
    } finally {
      setReading(false);
    }
  };
  return (
    <div className="field">
      <label htmlFor={fieldId}>{t("file")}</label>
      <input
        id={fieldId}
        className="input"
        type="file"
        accept=".docx,.md,.markdown,.html,.htm,.txt"
        onChange={(event) => void choose(event.target.files?.[0])}
      />
      <p role="status">{reading ? t("reading") : ""}</p>
      {isTooLarge && (
        <p className="notice" data-tone="refused" role="alert">
          {t("tooLarge")}
        </p>
      )}
      <ErrorNotice error={error} />
    </div>
  );
}

function Bring({
  slug,
  language,
  read,
  blocks,
}: {
  slug: string;
  language: Language;
  read: Read;
  blocks: readonly ImportBlock[];
}) {
  const { t } = useTranslation("imports");
  const navigate = useNavigate();
  const say = useToast();
  const bring = useCommand("import-text");
  const draft = `/app/${slug}/draft/${language}`;
  return (
    <div className="row">
      <ButtonLink to={draft}>{t("leave")}</ButtonLink>
      <Confirm
        trigger={<Button tone="primary">{t("bring")}</Button>}
        title={t("bringTitle")}
        body={<p>{t("bringBody")}</p>}
        action={t("bring")}
        onConfirm={async () => {
          const { number } = await bring.mutateAsync({
            instrument: slug,
            language,
            file: { name: read.name.slice(-150), sha256: read.preview.sha256 },
            blocks: [...blocks],
          });
          say(t("brought", { number }));
          await navigate(draft);
        }}
      />
    </div>
  );
}
