import * as pulumi from "@pulumi/pulumi";

/** The inputs of what a program registers, by name. */
export async function registered(make: () => unknown): Promise<Map<string, Record<string, unknown>>> {
    const found = new Map<string, Record<string, unknown>>();
    await pulumi.runtime.setMocks({
        newResource: ({ inputs, name }) => {
            found.set(name, inputs as Record<string, unknown>);
            return { id: name, state: inputs as Record<string, unknown> };
        },
        call: () => ({}),
    });
    await pulumi.runtime.runInPulumiStack(() => {
        make();
        return Promise.resolve({});
    });
    await pulumi.runtime.disconnect();
    return found;
}
