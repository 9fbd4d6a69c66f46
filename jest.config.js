module.exports = {
    testMatch: ["<rootDir>/test/**/*.test.ts"],
    transform: { "\\.ts$": ["ts-jest", { tsconfig: "test/tsconfig.json", diagnostics: false }] },
    moduleNameMapper: {
        "^hardened-containers$": "<rootDir>/components/index.ts",
        "^hardened-containers-policies/(.*)$": "<rootDir>/policypack/$1",
    },
    modulePathIgnorePatterns: ["/dist/"],
};
