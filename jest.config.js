module.exports = {
    testMatch: ["<rootDir>/test/**/*.test.ts"],
    globalSetup: "<rootDir>/test/build.ts",
    // The engine takes seconds, and more when the machine is busy; a time limit is not what a test is about.
    testTimeout: 120_000,
    // They wait for the engine more than they compute.
    maxWorkers: "100%",
    transform: { "\\.ts$": ["ts-jest", { tsconfig: "test/tsconfig.json", diagnostics: false }] },
    moduleNameMapper: {
        "^hardened-containers$": "<rootDir>/components/index.ts",
        "^hardened-containers-policies/(.*)$": "<rootDir>/policypack/$1",
    },
    modulePathIgnorePatterns: ["/dist/"],
};
