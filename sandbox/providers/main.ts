import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService, type IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { serve } from "../serve";
import { anyPackage } from "./any";
import { aws } from "./aws";
import { dockerBuild } from "./docker-build";
import { kubernetes } from "./kubernetes";
import type { Resource, StandIn } from "./stand-in";
import { read, same, type Properties } from "./wire";

const [name = "", version = "", folder] = process.argv.slice(2);
const standIn = choose();

function choose(): StandIn {
    const sdk = folder === "-" ? undefined : folder;
    if (name === "kubernetes") return kubernetes;
    if (name === "aws") return aws(sdk);
    return name === "docker-build" ? dockerBuild(sdk) : anyPackage(sdk);
}

function properties(struct: Struct | undefined): Properties {
    return struct?.toJavaScript() ?? {};
}

function struct(values: Properties): Struct {
    return Struct.fromJavaScript(values);
}

function answer<Request, Response>(handle: (request: Request) => Response): grpc.handleUnaryCall<Request, Response> {
    return ({ request }, reply) => {
        try {
            reply(null, handle(request));
        } catch (error) {
            const details = error instanceof Error ? error.message : String(error);
            reply({ code: grpc.status.UNKNOWN, details });
        }
    };
}

function refuse(what: string): grpc.handleUnaryCall<unknown, never> {
    return answer(() => {
        throw new Error(`the sandbox cannot ${what}: that is code inside the real ${name} provider`);
    });
}

interface Subject {
    getType(): string;
    getName(): string;
    getUrn(): string;
}

function resource(request: Subject, inputs: Properties, old?: Resource["old"]): Resource {
    const type = request.getType() || (request.getUrn().split("::")[2]?.split("$").pop() ?? "");
    return { type, name: request.getName() || (request.getUrn().split("::")[3] ?? ""), inputs, ...(old && { old }) };
}

function check(request: provider.CheckRequest): provider.CheckResponse {
    const olds = request.hasOlds() ? properties(request.getOlds()) : {};
    const old = Object.keys(olds).length > 0 ? { inputs: olds, outputs: {} } : undefined;
    const subject = { ...resource(request, properties(request.getNews()), old), seed: request.getRandomseed_asU8() };
    const { inputs, failures } = standIn.check(subject);
    const list = failures.map(({ property, reason }) =>
        new provider.CheckFailure().setProperty(property).setReason(reason),
    );
    return new provider.CheckResponse().setInputs(struct(inputs)).setFailuresList(list);
}

function diff(request: provider.DiffRequest): provider.DiffResponse {
    const old = { inputs: properties(request.getOldInputs()), outputs: properties(request.getOlds()) };
    const subject = resource(request, properties(request.getNews()), old);
    const keys = [...new Set([...Object.keys(old.inputs), ...Object.keys(subject.inputs)])];
    const changed = keys.filter((key) => key !== "__defaults" && !same(old.inputs[key], subject.inputs[key]));
    const replaces = standIn.immutable(subject).filter((path) => {
        const steps = path.split(".");
        return changed.includes(steps[0] ?? "") && !same(read(old.inputs, ...steps), read(subject.inputs, ...steps));
    });
    const { DIFF_NONE, DIFF_SOME } = provider.DiffResponse.DiffChanges;
    return new provider.DiffResponse()
        .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
        .setDiffsList(changed)
        .setReplacesList(replaces)
        .setDeletebeforereplace(replaces.length > 0 && !standIn.coexist(subject));
}

function outputs(subject: Resource, id?: string): Struct {
    const echo = Object.fromEntries(Object.entries(subject.inputs).filter(([key]) => key !== "__defaults"));
    return struct(id === undefined ? echo : { ...echo, ...standIn.outputs(subject, id) });
}

function create(request: provider.CreateRequest): provider.CreateResponse {
    const subject = resource(request, properties(request.getProperties()));
    // At preview there is no id yet, and what the provider would add is unknown by being absent.
    if (request.getPreview()) return new provider.CreateResponse().setProperties(outputs(subject));
    const id = standIn.id(subject);
    return new provider.CreateResponse().setId(id).setProperties(outputs(subject, id));
}

function update(request: provider.UpdateRequest): provider.UpdateResponse {
    const old = { inputs: properties(request.getOldInputs()), outputs: properties(request.getOlds()) };
    const subject = resource(request, properties(request.getNews()), old);
    return new provider.UpdateResponse().setProperties(outputs(subject, request.getId()));
}

function readResource(request: provider.ReadRequest): provider.ReadResponse {
    const [state, inputs] = [properties(request.getProperties()), properties(request.getInputs())];
    const subject = resource(request, inputs);
    // A resource of the stack is as the last update left it; any other is taken to exist.
    const known = Object.keys(state).length > 0 && Object.keys(inputs).length > 0;
    const found = known ? state : { ...standIn.existing(subject, request.getId()), ...state };
    return new provider.ReadResponse()
        .setId(request.getId())
        .setProperties(struct(found))
        .setInputs(struct(known ? inputs : found));
}

function configure(request: provider.ConfigureRequest): provider.ConfigureResponse {
    standIn.configure?.(properties(request.getArgs()));
    return new provider.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
}

const implementation: Partial<IResourceProviderServer> = {
    check: answer(check),
    checkConfig: answer((request: provider.CheckRequest) => new provider.CheckResponse().setInputs(request.getNews())),
    configure: answer(configure),
    diff: answer(diff),
    diffConfig: answer(() => new provider.DiffResponse()),
    create: answer(create),
    update: answer(update),
    read: answer(readResource),
    delete: answer(() => new Empty()),
    cancel: answer(() => new Empty()),
    attach: answer(() => new Empty()),
    getPluginInfo: answer(() => new PluginInfo().setVersion(version)),
    getSchema: answer(() => new provider.GetSchemaResponse().setSchema("{}")),
    invoke: answer((request: provider.InvokeRequest) => {
        const token = request.getTok();
        if (!standIn.invoke) throw new Error(`the sandbox has no ${token}: only the real ${name} provider can do that`);
        return new provider.InvokeResponse().setReturn(struct(standIn.invoke(token, properties(request.getArgs()))));
    }),
    construct: refuse("create components of a provider"),
    call: refuse("call methods of a provider's components"),
};

serve(ResourceProviderService, implementation);
