import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import type { Me } from "../../shared/api/views/conference";
import { Loading } from "../ui/loading";
import { ErrorNotice } from "../ui/notice";
import { SignedOut } from "../views/signed-out/signed-out";
import { useApi } from "./api";
import { followLive } from "./live";

const SessionContext = createContext<Me | null>(null);
/** Whether live events are coming in; when not, what is on screen may be out of date. */
export type Live = "live" | "lost" | "signed_out";
const LiveContext = createContext<Live>("live");

/** Who is signed in. Only within `Session`. */
export function useMe(): Me {
  const me = useContext(SessionContext);
  if (!me) throw new Error("useMe outside of Session");
  return me;
}

export function useLive(): Live {
  return useContext(LiveContext);
}

/** Everything behind the sign-in: who it is, the live stream, or how to sign in. */
export function Session({ children }: { children: ReactNode }) {
  const me = useApi("me", {});
  const client = useQueryClient();
  const [live, setLive] = useState(true);
  const signedIn = me.data !== undefined;
  useEffect(() => (signedIn ? followLive(client, setLive) : undefined), [client, signedIn]);

  if (me.data) {
    // The screen stays: there may be words on it that are nowhere else.
    const state = live ? "live" : me.error?.status === 401 ? "signed_out" : "lost";
    return (
      <SessionContext value={me.data}>
        <LiveContext value={state}>{children}</LiveContext>
      </SessionContext>
    );
  }
  if (me.error?.status === 401) return <SignedOut />;
  if (me.error) {
    return (
      <main className="page">
        <ErrorNotice error={me.error} onRetry={() => void me.refetch()} />
      </main>
    );
  }
  return (
    <main className="page">
      <Loading />
    </main>
  );
}
