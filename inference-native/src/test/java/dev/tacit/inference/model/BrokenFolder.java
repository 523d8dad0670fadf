/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tacit.inference.json.Json;

/** One way to break a good model folder; each must be refused. */
public record BrokenFolder(String name, Damage damage) {

	/** Changes a folder that was good. */
	@FunctionalInterface
	public interface Damage {

		void apply(Path folder, TinyModel model) throws IOException;

	}

	@Override
	public String toString() {
		return this.name;
	}

	public static List<BrokenFolder> all() {
		List<BrokenFolder> all = new ArrayList<>();
		config(all);
		text(all);
		weightFile(all);
		tensors(all);
		shards(all);
		return all;
	}

	private static void config(List<BrokenFolder> all) {
		for (String required : List.of("hidden_size", "num_hidden_layers", "vocab_size", "intermediate_size",
				"layer_types", "num_attention_heads", "model_type")) {
			all.add(member("config without " + required, required, null));
		}
		for (String number : List.of("hidden_size", "num_hidden_layers", "vocab_size", "intermediate_size",
				"num_attention_heads", "num_key_value_heads", "conv_L_cache", "max_position_embeddings")) {
			all.add(member(number + " is zero", number, 0));
			all.add(member(number + " is negative", number, -4));
			all.add(member(number + " is a text", number, "64"));
			all.add(member(number + " is a fraction", number, 2.5));
			all.add(member(number + " is huge", number, 1L << 40));
		}
		all.add(member("another vocabulary", "vocab_size", 51));
		all.add(member("another width", "hidden_size", 128));
		all.add(member("another feed-forward", "intermediate_size", 97));
		all.add(member("the feed-forward is to be adjusted", "block_auto_adjust_ff_dim", true));
		all.add(member("block_ff_dim wins", "block_ff_dim", 100));
		all.add(member("heads no multiple", "num_key_value_heads", 3));
		all.add(member("a kernel of four", "conv_L_cache", 4));
		all.add(member("an odd head size", "head_dim", 20));
		all.add(member("a zero epsilon", "norm_eps", 0.0));
		all.add(member("an epsilon that is no number", "norm_eps", "tiny"));
		all.add(member("a negative rope base", "rope_theta", -1.0));
		all.add(member("scaled positions", "rope_scaling", Map.of("rope_type", "yarn", "factor", 2)));
		all.add(member("a convolution bias", "conv_bias", true));
		all.add(member("an unknown layer type", "layer_types", List.of("conv", "mamba", "conv", "conv", "conv")));
		all.add(member("too few layer types", "layer_types", List.of("conv")));
		all.add(member("swapped layer types", "layer_types",
				List.of("full_attention", "conv", "conv", "full_attention", "conv")));
		all.add(member("an untied head that is not there", "tie_embedding", false));
		all.add(member("a llama", "model_type", "llama"));
		all.add(member("a mixture", "model_type", "lfm2_moe"));
		all.add(member("quantised already", "quantization_config", Map.of("bits", 4)));
		all.add(member("an eos beyond the vocabulary", "eos_token_id", 50));
		all.add(member("a negative eos", "eos_token_id", -1));
	}

	private static void text(List<BrokenFolder> all) {
		for (String file : List.of("config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors")) {
			all.add(new BrokenFolder("without " + file, (folder, model) -> Files.delete(folder.resolve(file))));
			all.add(new BrokenFolder(file + " is empty",
					(folder, model) -> Files.write(folder.resolve(file), new byte[0])));
			all.add(new BrokenFolder(file + " is a folder", (folder, model) -> {
				Files.delete(folder.resolve(file));
				Files.createDirectory(folder.resolve(file));
			}));
		}
		for (String file : List.of("config.json", "tokenizer_config.json", "generation_config.json")) {
			all.add(content(file, "a list", "[1, 2]"));
			all.add(content(file, "half an object", "{\"model_type\": \"lfm2\""));
			all.add(content(file, "a bomb of brackets", "{\"a\":" + "[".repeat(100_000)));
			all.add(content(file, "a repeated member", "{\"a\":1,\"a\":2}"));
			all.add(new BrokenFolder(file + " is not UTF-8",
					(folder, model) -> Files.write(folder.resolve(file), new byte[] { '{', (byte) 0xff, '}' })));
			all.add(content(file, "too large", " ".repeat(5 << 20)));
		}
		all.add(content("generation_config.json", "a wrong eos", "{\"eos_token_id\": \"seven\"}"));
		all.add(content("generation_config.json", "a wrong temperature", "{\"temperature\": -1.0}"));
		all.add(content("generation_config.json", "a wrong top_k", "{\"top_k\": \"many\"}"));
		all.add(content("tokenizer_config.json", "no eos token", "{\"bos_token\":\"<s>\"}"));
		all.add(content("tokenizer_config.json", "no bos token", "{\"eos_token\":\"</s>\"}"));
		all.add(new BrokenFolder("no template at all",
				(folder, model) -> Files.delete(folder.resolve("chat_template.jinja"))));
		all.add(content("chat_template.jinja", "too large", "x".repeat((1 << 20) + 1)));
	}

	private static void weightFile(List<BrokenFolder> all) {
		for (long length : new long[] { -1, 0, 1, 17L << 20, Long.MAX_VALUE, Long.MIN_VALUE }) {
			all.add(weights("a header of " + length + " bytes", (bytes) -> {
				ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
				return bytes;
			}));
		}
		for (int cut : new int[] { 1, 2, 100, 10_000 }) {
			all.add(weights(cut + " bytes missing at the end", (bytes) -> Arrays.copyOf(bytes, bytes.length - cut)));
		}
		for (int kept : new int[] { 0, 4, 7, 8, 9, 40 }) {
			all.add(weights("only " + kept + " bytes", (bytes) -> Arrays.copyOf(bytes, kept)));
		}
		all.add(weights("two bytes too many", (bytes) -> Arrays.copyOf(bytes, bytes.length + 2)));
		for (String header : List.of("[]", "{", "{}", "{\"a\":1}", "{\"a\":{}}", "null",
				"{\"a\":" + "{\"b\":".repeat(50_000), "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}",
				"{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}",
				"{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
				"{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}",
				"{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,4],\"data_offsets\":[0,4]}}",
				"{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,99999999999]}}",
				"{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
				"{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}",
				"{\"a\":{\"dtype\":7,\"shape\":[4],\"data_offsets\":[0,4]}}",
				"{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[2,4]}}",
				"{\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[2,4]}}")) {
			String shown = (header.length() > 60) ? header.substring(0, 60) : header;
			all.add(new BrokenFolder("header " + shown, (folder, model) -> Files
				.write(folder.resolve("model.safetensors"), TinyModel.safetensors(header, new byte[4]))));
		}
	}

	private static void tensors(List<BrokenFolder> all) {
		for (String name : List.of(TensorNames.EMBEDDING, TensorNames.FINAL_NORM, TensorNames.layer(0, "conv.conv"),
				TensorNames.layer(1, "self_attn.q_layernorm"), TensorNames.layer(4, "feed_forward.w2"))) {
			all.add(changed("without " + name, (tensors) -> tensors.remove(name)));
			all.add(changed("a transposed " + name, (tensors) -> {
				TinyModel.Weights weights = tensors.get(name);
				long[] shape = { weights.values().length, 1 };
				tensors.put(name, new TinyModel.Weights(shape, weights.values()));
			}));
		}
		all.add(changed("a stranger", (tensors) -> tensors.put("model.vision.weight",
				new TinyModel.Weights(new long[] { 1 }, new float[1]))));
		all.add(changed("a layer too many", (tensors) -> tensors.put(TensorNames.layer(5, "ffn_norm"),
				new TinyModel.Weights(new long[] { 64 }, new float[64]))));
	}

	private static void shards(List<BrokenFolder> all) {
		for (String shard : List.of("../model.safetensors", "/etc/passwd", "a/b.safetensors", "..\\\\x.safetensors",
				"model.bin", "..safetensors", "", "none.safetensors", "x\\u0000.safetensors")) {
			all.add(sharded("a shard named " + shard, (folder, index) -> index.replaceFirst("model-00001[^\"]*",
					java.util.regex.Matcher.quoteReplacement(shard))));
		}
		all.add(sharded("an empty index", (folder, index) -> "{}"));
		all.add(sharded("an empty map", (folder, index) -> "{\"weight_map\":{}}"));
		all.add(sharded("a shard that is a number", (folder, index) -> "{\"weight_map\":{\"a\":1}}"));
		all.add(sharded("a missing shard", (folder, index) -> {
			Files.delete(folder.resolve("model-00002-of-00003.safetensors"));
			return index;
		}));
		all.add(sharded("a shard in the place of another", (folder, index) -> {
			Files.copy(folder.resolve("model-00001-of-00003.safetensors"),
					folder.resolve("model-00002-of-00003.safetensors"),
					java.nio.file.StandardCopyOption.REPLACE_EXISTING);
			return index;
		}));
		all.add(sharded("a tensor the shard lacks",
				(folder, index) -> index
					.replace("{\"weight_map\":{", "{\"weight_map\":{\"ghost\":\"model-00001-of-00003.safetensors\",")
					.replace("\"weight_map\":{\"model",
							"\"weight_map\":{\"ghost\":\"model-00001-of-00003.safetensors\",\"model")));
	}

	private static BrokenFolder member(String name, String member, Object value) {
		return new BrokenFolder(name, (folder, model) -> {
			Map<String, Object> config = model.config();
			config.remove(member);
			if (value != null) {
				config.put(member, value);
			}
			Files.writeString(folder.resolve("config.json"), Json.write(config));
		});
	}

	private static BrokenFolder content(String file, String what, String content) {
		return new BrokenFolder(file + " is " + what,
				(folder, model) -> Files.writeString(folder.resolve(file), content));
	}

	private static BrokenFolder weights(String name, java.util.function.UnaryOperator<byte[]> change) {
		return new BrokenFolder(name, (folder, model) -> {
			Path file = folder.resolve("model.safetensors");
			Files.write(file, change.apply(Files.readAllBytes(file)));
		});
	}

	private static BrokenFolder changed(String name,
			java.util.function.Consumer<Map<String, TinyModel.Weights>> change) {
		return new BrokenFolder(name, (folder, model) -> {
			Map<String, TinyModel.Weights> tensors = new LinkedHashMap<>(model.tensors());
			change.accept(tensors);
			Files.write(folder.resolve("model.safetensors"), model.safetensors(tensors));
		});
	}

	private static BrokenFolder sharded(String name, IndexChange change) {
		return new BrokenFolder(name, (folder, model) -> {
			Files.delete(folder.resolve("model.safetensors"));
			model.writeSharded(folder, 3);
			Path index = folder.resolve("model.safetensors.index.json");
			Files.writeString(index, change.apply(folder, Files.readString(index)));
		});
	}

	/** Changes the text of an index. */
	@FunctionalInterface
	private interface IndexChange {

		String apply(Path folder, String index) throws IOException;

	}

}
