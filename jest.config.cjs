/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/tests"],
  transform: {
    "^.+\\.[tj]sx?$": [
      "@swc/jest",
      {
        jsc: {
          parser: { syntax: "typescript", tsx: true },
          target: "es2022",
          transform: { react: { runtime: "automatic" } },
        },
        module: { type: "commonjs" },
      },
    ],
  },
  // Packages that ship only ES modules; everything else is loaded as it is.
  transformIgnorePatterns: ["/node_modules/(?!(y-websocket|canonicalize|parse5|entities)/)"],
  globalSetup: "<rootDir>/tests/support/global-setup.ts",
  globalTeardown: "<rootDir>/tests/support/global-teardown.ts",
  // Tests run inside a vm, where each look at a global is a call into the host: loops over numbers and maps took ten times as long.
  // Left out: what tests put another in the place of (timers, the clock), and what packages give a name of their own (Buffer, URL).
  sandboxInjectedGlobals: [
    ...["Array", "BigInt", "Boolean", "Error", "Intl", "JSON", "Map", "Math", "Number", "Object"],
    ...["Promise", "RegExp", "Set", "String", "Symbol", "Uint8Array", "WeakMap", "WeakSet"],
  ],
  testSequencer: "<rootDir>/tests/support/longest-first.cjs",
  testTimeout: 30_000,
  maxWorkers: 2,
};
