import { useId, useState } from "react";
import { useApi, useCommand } from "../../app/api";
import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";
import { ErrorNotice } from "../../ui/notice";
import { useToast } from "../../ui/toast";

/** Where the reader is told by e-mail as well, where the server sends any. */
export function MailAddress() {
  const { t } = useTranslation("forYou");
  const { data } = useApi("mailSettings", {});
  return (
    <section aria-labelledby="mail" className="stack">
      <h2 id="mail">{t("mail")}</h2>
      {data && !data.isSent && <p className="muted">{t("mailNone")}</p>}
      {data?.isSent && <Form key={data.address} known={data.address} />}
    </section>
  );
}

function Form({ known }: { known: string | null }) {
  const { t } = useTranslation("forYou");
  const id = useId();
  const say = useToast();
  const set = useCommand("set-email");
  const [address, setAddress] = useState(known ?? "");
  return (
    <form
      className="stack mail-form"
      onSubmit={async (event) => {
        event.preventDefault();
        const wanted = address.trim() === "" ? null : address.trim();
        const done = await set.mutateAsync({ address: wanted }).catch(() => null);
        if (done) say(wanted === null ? t("stopped") : t("saved", { address: wanted }));
      }}
    >
      <div className="field">
        <label htmlFor={id}>{t("address")}</label>
        <input
          id={id}
          type="email"
          autoComplete="email"
          maxLength={254}
          className="input"
          value={address}
          aria-describedby={`${id}-hint`}
          onChange={(event) => setAddress(event.target.value)}
        />
        <p id={`${id}-hint`} className="small muted">
          {t("mailHint")}
        </p>
      </div>
      <ErrorNotice error={set.error} />
      <div>
        <Button type="submit" aria-disabled={set.isPending}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
