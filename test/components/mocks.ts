import * as pulumi from "@pulumi/pulumi";

/** Lets the tests of a file construct components without an engine. */
export function mockEngine(): void {
    beforeAll(() =>
        pulumi.runtime.setMocks({
            newResource: ({ inputs, name }) => ({ id: name, state: inputs as Record<string, unknown> }),
            call: () => ({}),
        }),
    );
    // What was made before a refusal goes on registering itself.
    afterAll(() => pulumi.runtime.disconnect());
}
