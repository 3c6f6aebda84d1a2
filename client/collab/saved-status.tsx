import { useTranslation } from "../i18n/use-translation";
import type { RoomStatus } from "./room";
import "./collab.css";

type Shown = { text: string; tone: "good" | "busy" | "bad" | "plain"; sign: string };

/** Whether what was typed is safe. Always on screen, and always true: "saved" is what the server said it committed. */
export function SavedStatus({ status, writable }: { status: RoomStatus; writable: boolean }) {
  const { t } = useTranslation("drafting");
  const offline = ({ waits, changes, onDisk }: RoomStatus & { kind: "offline" }): string => {
    if (waits === null) return t(onDisk ? "offlineKept" : "offline", { count: changes });
    const kept = changes > 0 ? ` ${t(onDisk ? "waitsKept" : "waitsHere", { count: changes })}` : "";
    return `${t(`waits_${waits}`)}${kept}`;
  };
  const shown = ((): Shown => {
    switch (status.kind) {
      case "opening":
        return status.waits
          ? { text: t(`waits_${status.waits}`), tone: "bad", sign: "⚠" }
          : { text: t("connecting"), tone: "busy", sign: "◌" };
      case "saved":
        return writable
          ? { text: t("saved"), tone: "good", sign: "✓" }
          : { text: t("readOnlyShort"), tone: "plain", sign: "○" };
      case "saving":
        return { text: t("saving"), tone: "busy", sign: "◌" };
      case "offline":
        return { text: offline(status), tone: "bad", sign: "⚠" };
      case "refused":
        return { text: t("refused"), tone: "bad", sign: "⚠" };
      case "ended":
        return { text: t("ended"), tone: "bad", sign: "⚠" };
    }
  })();
  return (
    // Spoken only when something is wrong: "saving, saved" after each word would drown the text.
    <span
      className="saved-status"
      data-tone={shown.tone}
      data-status={status.kind}
      role="status"
      aria-live={shown.tone === "bad" ? "polite" : "off"}
    >
      <span aria-hidden="true">{shown.sign}</span> {shown.text}
    </span>
  );
}
