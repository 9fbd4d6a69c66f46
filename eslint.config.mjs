import tseslint from "typescript-eslint";

export default tseslint.config(
    { ignores: ["**/dist/", "eslint.config.mjs", "jest.config.js"] },
    ...tseslint.configs.strictTypeChecked,
    {
        languageOptions: {
            parserOptions: {
                project: ["{policypack,components,cli,sandbox,test}/tsconfig.json"],
                tsconfigRootDir: import.meta.dirname,
            },
        },
        rules: {
            // Numbers read well in messages and need no String().
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
        },
    },
);
