import { type ReactNode, useMemo, useState } from "react";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { type BlockId, blockText, type Language, type TextDoc } from "../../../shared/text/model";
import { useApi } from "../../app/api";
import { allowed } from "../../app/permissions";
import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";
import { useNames } from "../../ui/names";
import { InForm } from "./in-form";

type Props = {
  instrument: Pick<InstrumentView, "slug" | "permissions">;
  language: Language;
  /** What the button says, where it does not stand beside the one that opens a copy. */
  label?: ReactNode;
  /** The paragraph that it is about, and the text as it is being written, where that is on the screen. */
  from?: { block: BlockId; live: TextDoc };
};

/** An amendment to the latest version of a text, in a form. For those who may propose now; nothing for others. */
export function ProposeInForm({ instrument, language, label, from }: Props) {
  const { t } = useTranslation("drafting");
  const names = useNames();
  const [opened, setOpened] = useState(false);
  const { slug } = instrument;
  const versions = useApi("versions", { instrument: slug, language }, { enabled: opened });
  const latest = versions.data?.at(-1);
  const version = useApi("version", { version: latest?.id ?? "" }, { enabled: latest !== undefined });
  const { data } = version;
  const amended = useMemo(() => data && { version: data.id, blocks: data.blocks }, [data]);
  if (!allowed(instrument.permissions, "propose_amendment")) return null;

  // A version is what is amended (Rule A16); what was written since is in none yet.
  const note = (block: BlockId, words: string) => {
    if (!from || !data) return null;
    const now = from.live.blocks.find(({ id }) => id === block);
    return now && blockText(now) === words ? null : t("inForm.writtenSince", { number: data.number });
  };
  const isNew = from !== undefined && data !== undefined && !data.blocks.some(({ id }) => id === from.block);
  return (
    <InForm
      trigger={<Button>{label ?? t("inForm.open")}</Button>}
      title={t("inForm.title")}
      hint={
        latest
          ? t(isNew ? "inForm.hintNew" : "inForm.hint", {
              number: latest.number,
              language: names.language(language),
            })
          : versions.data
            ? t("inForm.noVersion")
            : ""
      }
      instrument={slug}
      language={language}
      amended={amended ?? null}
      first={from?.block ?? null}
      note={note}
      onOpen={() => setOpened(true)}
    />
  );
}
