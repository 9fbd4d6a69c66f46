import type { Control } from "../../control";
import imageTag from "./image-tag";
import imageDigest from "./image-digest";

export const images: Control[] = [imageTag, imageDigest];
