import { useEffect, useRef, useState } from "react";
import { failureOf } from "../app/api";
import { useTranslation } from "../i18n/use-translation";
import { useExplain } from "./explain";
import { useToast } from "./toast";

/** A refusal that its button took away with it sooner was not read. */
const READ_MS = 5_000;

type Sending = {
  /** An answer is awaited. */
  busy: boolean;
  /** Why the last one was refused. */
  error: unknown;
  forget: () => void;
  /** Whether it was done; never throws. While one is under way the next is not begun. */
  send: (act: () => Promise<unknown>) => Promise<boolean>;
};

/**
 * One act at a time, and why it was refused. Where somebody else acted in the same moment its button, or the form that is `open`, may be
 * gone from the screen before the answer is there: then it is said all the same.
 */
export function useSending(open = false): Sending {
  const { t } = useTranslation("common");
  const say = useToast();
  const explain = useExplain();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const now = useRef({ gone: false, busy, open, refusedAt: Number.NEGATIVE_INFINITY, left: () => {} });
  Object.assign(now.current, {
    busy,
    open,
    left: () => say(error ? explain(failureOf(error)) : t("movedOn")),
  });
  useEffect(() => {
    const { current } = now;
    current.gone = false;
    return () => {
      current.gone = true;
      const isUnread = performance.now() - current.refusedAt < READ_MS;
      if ((current.open || isUnread) && !current.busy) current.left();
    };
  }, []);

  const forget = () => {
    now.current.refusedAt = Number.NEGATIVE_INFINITY;
    setError(null);
  };
  const send = async (act: () => Promise<unknown>) => {
    if (busy) return false;
    setBusy(true);
    forget();
    try {
      await act();
      return true;
    } catch (failure) {
      if (now.current.gone) say(explain(failureOf(failure)));
      now.current.refusedAt = performance.now();
      setError(failure);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, forget, send };
}
