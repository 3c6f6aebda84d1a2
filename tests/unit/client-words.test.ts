import { concerns } from "../../client/app/live";
import { snippetOf } from "../../shared/api/snippet";
import type { DiffBlock } from "../../shared/api/views/redline";

type Span = DiffBlock["spans"][number];
const span = (op: Span["op"], text: string): Span => ({ op, text, marks: [] });

describe("the snippet of a redline", () => {
  it("keeps the change whole and a few words around it", () => {
    const snippet = snippetOf([
      span("same", "We, the participants, having met in the city to consider how cities learn, promote "),
      span("delete", "learning"),
      span("insert", "education"),
      span("same", " for all people of the city whatever their age and wherever they come from"),
    ]);
    expect(snippet.map(({ op }) => op)).toEqual(["same", "delete", "insert", "same"]);
    expect(snippet[0]?.text).toMatch(/^…\u00a0.*promote $/);
    expect(snippet[0]?.text.length).toBeLessThan(35);
    expect(snippet[1]?.text).toBe("learning");
    expect(snippet[2]?.text).toBe("education");
    expect(snippet[3]?.text).toMatch(/^ for all.*\u00a0…$/);
  });

  it("shortens a long struck-out paragraph and leaves a short text as it is", () => {
    const long = "word ".repeat(200);
    const [first] = snippetOf([span("delete", long)]);
    expect(first?.op).toBe("delete");
    expect(first?.text.length).toBeLessThanOrEqual(121);
    expect(snippetOf([span("same", "short")])).toEqual([span("same", "short")]);
  });
});

describe("what a live event makes the screens read again", () => {
  const event = { seq: 7, subject: "x", instrument: "declaration" };

  it("is only the question and the record for a ballot", () => {
    const names = concerns({ ...event, act: "ballot.cast" }).map(({ name }) => name);
    expect(names.sort()).toEqual(["instrument", "record", "verification", "vote", "votes"]);
  });

  it("is the comments, whom they concern and the record for a comment, and nothing that is costly to read", () => {
    for (const act of ["comment.added", "comment.withdrawn", "thread.resolved"]) {
      const all = concerns({ ...event, act });
      expect(all.map(({ name }) => name).sort()).toEqual([
        "comments",
        "discussion",
        "mentions",
        "notifications",
        "record",
        "unread",
        "verification",
      ]);
      expect(all).toContainEqual({ name: "comments", instrument: "declaration" });
    }
  });

  it("is everything about the instrument for an amendment, and nothing about others", () => {
    const all = concerns({ ...event, act: "amendment.adopted" });
    expect(all).toContainEqual({ name: "amendments", instrument: "declaration" });
    expect(all).toContainEqual({ name: "versions", instrument: "declaration" });
    expect(all.find(({ name }) => name === "delegations")).toBeUndefined();
  });

  it("is the list of delegations too when presence changes", () => {
    const all = concerns({ ...event, instrument: null, act: "presence.recorded" });
    expect(all).toContainEqual({ name: "delegations", instrument: null });
    expect(all).toContainEqual({ name: "instrument", instrument: null });
    expect(all.find(({ name }) => name === "me")).toBeUndefined();
  });

  it("is oneself too when credentials are judged: they may be those of one's own delegation", () => {
    const all = concerns({ ...event, instrument: null, act: "credentials.rejected" });
    expect(all).toContainEqual({ name: "me", instrument: null });
  });
});
