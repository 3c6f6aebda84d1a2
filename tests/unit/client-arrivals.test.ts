import { gatherArrivals } from "../../client/collab/arrivals";

/** A page: time stands still until told, and a frame is painted when told. */
function page() {
  jest.useFakeTimers();
  const frames = new Map<number, FrameRequestCallback>();
  let asked = 0;
  Object.assign(globalThis, {
    requestAnimationFrame: (act: FrameRequestCallback) => {
      frames.set(++asked, act);
      return asked;
    },
    cancelAnimationFrame: (id: number) => frames.delete(id),
  });
  return {
    frame() {
      const now = [...frames.values()];
      frames.clear();
      for (const act of now) act(0);
    },
  };
}

afterEach(() => {
  jest.useRealTimers();
  Reflect.deleteProperty(globalThis, "requestAnimationFrame");
  Reflect.deleteProperty(globalThis, "cancelAnimationFrame");
});

test("what arrives is put in once, after the paint and not before", () => {
  const { frame } = page();
  const put = jest.fn();
  const arrivals = gatherArrivals(put);
  arrivals.soon();
  arrivals.soon();
  jest.advanceTimersByTime(0);
  frame();
  expect(put).not.toHaveBeenCalled();
  jest.advanceTimersByTime(1);
  expect(put).toHaveBeenCalledTimes(1);
  jest.advanceTimersByTime(1_000);
  expect(put).toHaveBeenCalledTimes(1);
});

test("after that, what keeps arriving is gathered for a while", () => {
  const { frame } = page();
  const put = jest.fn();
  const arrivals = gatherArrivals(put);
  let lastly = 0;
  for (let ms = 0; ms < 1_000; ms += 5) {
    arrivals.soon();
    jest.advanceTimersByTime(5);
    frame();
    lastly = put.mock.calls.length;
  }
  expect(lastly).toBeGreaterThanOrEqual(12);
  expect(lastly).toBeLessThanOrEqual(20);
});

test("while the person here types, what arrives comes right after the paint of their next letter, and waits no longer than for that", () => {
  const { frame } = page();
  const put = jest.fn();
  const arrivals = gatherArrivals(put);
  arrivals.typed();
  arrivals.soon();
  jest.advanceTimersByTime(30);
  frame();
  jest.advanceTimersByTime(1);
  expect(put).not.toHaveBeenCalled();
  arrivals.typed();
  frame();
  jest.advanceTimersByTime(1);
  expect(put).toHaveBeenCalledTimes(1);

  arrivals.soon();
  jest.advanceTimersByTime(130);
  frame();
  jest.advanceTimersByTime(1);
  expect(put).toHaveBeenCalledTimes(2);
});

test("a page that nobody sees is not painted, and is kept up to date all the same", () => {
  page();
  const put = jest.fn();
  const arrivals = gatherArrivals(put);
  arrivals.soon();
  jest.advanceTimersByTime(1_000);
  expect(put).toHaveBeenCalledTimes(1);
});

test("what must not wait is put in at once, and only once; what is cancelled never", () => {
  const { frame } = page();
  const put = jest.fn();
  const arrivals = gatherArrivals(put);
  arrivals.now();
  expect(put).not.toHaveBeenCalled();
  arrivals.soon();
  arrivals.now();
  expect(put).toHaveBeenCalledTimes(1);
  jest.advanceTimersByTime(1_000);
  arrivals.soon();
  arrivals.cancel();
  frame();
  jest.advanceTimersByTime(1_000);
  expect(put).toHaveBeenCalledTimes(1);
});
