import { useEffect, useState } from "react";
import { useBlocker } from "react-router";
import { useTranslation } from "../i18n/use-translation";
import { Question } from "../ui/dialog";
import type { RoomStatus } from "./room";
import { unsavedIn } from "./use-room";

/** A server that answers confirms sooner; until then nobody is asked anything. */
const PATIENCE_MS = 1_000;

/** Asks before this screen or this window is left while there are changes that the server does not have. */
export function LeaveGuard({ status }: { status: RoomStatus }) {
  const { t } = useTranslation("writing");
  const unsaved = unsavedIn(status);
  const isUnsaved = unsaved > 0;
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isUnsaved && currentLocation.pathname !== nextLocation.pathname,
  );
  const [isLong, setIsLong] = useState(false);

  useEffect(() => {
    if (!isUnsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isUnsaved]);

  useEffect(() => {
    setIsLong(false);
    if (blocker.state !== "blocked") return;
    if (!isUnsaved) return blocker.proceed();
    const timer = setTimeout(() => setIsLong(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [blocker, isUnsaved]);

  const onDisk = status.kind === "offline" && status.onDisk;
  return (
    <Question
      open={blocker.state === "blocked" && (isLong || status.kind !== "saving")}
      title={t("leaveTitle", { count: unsaved })}
      body={<p>{onDisk ? t("leaveKept") : t("leaveLost")}</p>}
      stay={t("leaveStay")}
      go={t("leaveGo")}
      onStay={() => blocker.reset?.()}
      onGo={() => blocker.proceed?.()}
    />
  );
}
