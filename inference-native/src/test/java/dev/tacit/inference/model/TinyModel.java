/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.tacit.inference.json.Json;

/**
 * A random LFM2 checkpoint of a few thousand weights, and a writer of the folder a user
 * would have downloaded. Values are rounded to the stored type, so a test can compare
 * with what the file really holds.
 */
public final class TinyModel {

	/** A tensor: shape and values. */
	public record Weights(long[] shape, float[] values) {
	}

	private final Architecture architecture;

	private final DataType type;

	private final Map<String, Weights> tensors = new LinkedHashMap<>();

	public TinyModel(Architecture architecture, DataType type, long seed) {
		this.architecture = architecture;
		this.type = type;
		Random random = new Random(seed);
		Architecture a = architecture;
		int hidden = a.hiddenSize();
		matrix(random, TensorNames.EMBEDDING, a.vocabularySize(), hidden);
		norm(random, TensorNames.FINAL_NORM, hidden);
		if (!a.tiedEmbedding()) {
			matrix(random, TensorNames.HEAD, a.vocabularySize(), hidden);
		}
		for (int i = 0; i < a.layers().size(); i++) {
			norm(random, TensorNames.layer(i, "operator_norm"), hidden);
			norm(random, TensorNames.layer(i, "ffn_norm"), hidden);
			matrix(random, TensorNames.layer(i, "feed_forward.w1"), a.feedForwardSize(), hidden);
			matrix(random, TensorNames.layer(i, "feed_forward.w3"), a.feedForwardSize(), hidden);
			matrix(random, TensorNames.layer(i, "feed_forward.w2"), hidden, a.feedForwardSize());
			if (a.layers().get(i) == LayerType.CONVOLUTION) {
				matrix(random, TensorNames.layer(i, "conv.in_proj"), 3 * hidden, hidden);
				matrix(random, TensorNames.layer(i, "conv.out_proj"), hidden, hidden);
				fill(random, TensorNames.layer(i, "conv.conv"), 0.6f, 0, hidden, 1, a.convKernel());
			}
			else {
				int queries = a.heads() * a.headSize();
				int keys = a.keyValueHeads() * a.headSize();
				matrix(random, TensorNames.layer(i, "self_attn.q_proj"), queries, hidden);
				matrix(random, TensorNames.layer(i, "self_attn.k_proj"), keys, hidden);
				matrix(random, TensorNames.layer(i, "self_attn.v_proj"), keys, hidden);
				matrix(random, TensorNames.layer(i, "self_attn.out_proj"), hidden, queries);
				norm(random, TensorNames.layer(i, "self_attn.q_layernorm"), a.headSize());
				norm(random, TensorNames.layer(i, "self_attn.k_layernorm"), a.headSize());
			}
		}
	}

	/**
	 * Three convolution and two attention layers; every size differs from every other.
	 */
	public static Architecture smallArchitecture(boolean tied) {
		return new Architecture(64, 96, 50, List.of(LayerType.CONVOLUTION, LayerType.ATTENTION, LayerType.CONVOLUTION,
				LayerType.ATTENTION, LayerType.CONVOLUTION), 4, 2, 16, 3, 1e-5f, 10_000, 256, tied);
	}

	public static TinyModel small(long seed) {
		return new TinyModel(smallArchitecture(true), DataType.BF16, seed);
	}

	public Architecture architecture() {
		return this.architecture;
	}

	public Map<String, Weights> tensors() {
		return this.tensors;
	}

	public float[] values(String name) {
		return this.tensors.get(name).values();
	}

	private void matrix(Random random, String name, int rows, int columns) {
		fill(random, name, (float) (1 / Math.sqrt(columns)), 0, rows, columns);
	}

	private void norm(Random random, String name, int size) {
		fill(random, name, 0.1f, 1, size);
	}

	private void fill(Random random, String name, float deviation, float mean, long... shape) {
		float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
		for (int i = 0; i < values.length; i++) {
			values[i] = rounded((float) (random.nextGaussian() * deviation + mean));
		}
		this.tensors.put(name, new Weights(shape, values));
	}

	private float rounded(float value) {
		return switch (this.type) {
			case F32 -> value;
			case BF16 -> Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xffff0000);
			case F16 -> DataType.halfToFloat(toHalf(value));
		};
	}

	/** Truncates a float of moderate size to half precision. */
	static short toHalf(float value) {
		int bits = Float.floatToRawIntBits(value);
		int exponent = ((bits >>> 23) & 0xff) - 112;
		if (exponent <= 0 || exponent >= 31) {
			return 0;
		}
		return (short) (((bits >>> 16) & 0x8000) | (exponent << 10) | ((bits >>> 13) & 0x3ff));
	}

	/** The members of config.json in the current spelling. */
	public Map<String, Object> config() {
		Architecture a = this.architecture;
		Map<String, Object> config = new LinkedHashMap<>();
		config.put("architectures", List.of("Lfm2ForCausalLM"));
		config.put("model_type", "lfm2");
		config.put("hidden_size", a.hiddenSize());
		config.put("num_hidden_layers", a.layers().size());
		config.put("vocab_size", a.vocabularySize());
		config.put("intermediate_size", a.feedForwardSize());
		config.put("block_auto_adjust_ff_dim", false);
		config.put("layer_types",
				a.layers().stream().map((t) -> (t == LayerType.CONVOLUTION) ? "conv" : "full_attention").toList());
		config.put("num_attention_heads", a.heads());
		config.put("num_key_value_heads", a.keyValueHeads());
		if (a.headSize() * a.heads() != a.hiddenSize()) {
			config.put("head_dim", a.headSize());
		}
		config.put("conv_L_cache", a.convKernel());
		config.put("conv_bias", false);
		config.put("norm_eps", (double) a.normEpsilon());
		config.put("rope_theta", a.ropeTheta());
		config.put("max_position_embeddings", a.maxPositions());
		config.put("tie_embedding", a.tiedEmbedding());
		config.put("bos_token_id", 1);
		config.put("eos_token_id", 7);
		config.put("pad_token_id", 0);
		return config;
	}

	/** Writes the whole folder with one weight file. */
	public Path write(Path folder) {
		try {
			writeText(folder);
			Files.write(folder.resolve("model.safetensors"), safetensors(this.tensors));
			return folder;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Writes the whole folder with the weights in shards. */
	public Path writeSharded(Path folder, int shards) throws IOException {
		writeText(folder);
		List<String> names = new ArrayList<>(this.tensors.keySet());
		Map<String, Object> weightMap = new LinkedHashMap<>();
		for (int shard = 0; shard < shards; shard++) {
			String file = String.format("model-%05d-of-%05d.safetensors", shard + 1, shards);
			Map<String, Weights> part = new LinkedHashMap<>();
			for (int i = shard; i < names.size(); i += shards) {
				part.put(names.get(i), this.tensors.get(names.get(i)));
				weightMap.put(names.get(i), file);
			}
			Files.write(folder.resolve(file), safetensors(part));
		}
		Files.writeString(folder.resolve("model.safetensors.index.json"),
				Json.write(Map.of("metadata", Map.of(), "weight_map", weightMap)));
		return folder;
	}

	private void writeText(Path folder) throws IOException {
		Files.createDirectories(folder);
		Files.writeString(folder.resolve("config.json"), Json.write(config()));
		Files.writeString(folder.resolve("generation_config.json"),
				"{\"bos_token_id\":1,\"eos_token_id\":[7,2],\"pad_token_id\":0}");
		Files.writeString(folder.resolve("tokenizer.json"), "{\"version\":\"1.0\"}");
		Files.writeString(folder.resolve("tokenizer_config.json"),
				"{\"bos_token\":\"<|startoftext|>\",\"eos_token\":\"<|im_end|>\",\"pad_token\":\"<|pad|>\"}");
		Files.writeString(folder.resolve("chat_template.jinja"), "{{- bos_token -}}");
	}

	/** The bytes of a safetensors file. */
	public byte[] safetensors(Map<String, Weights> part) {
		Map<String, Object> header = new LinkedHashMap<>();
		header.put("__metadata__", Map.of("format", "pt"));
		long end = 0;
		for (Map.Entry<String, Weights> entry : part.entrySet()) {
			Weights weights = entry.getValue();
			long begin = end;
			end += (long) weights.values().length * this.type.bytes();
			Map<String, Object> description = new LinkedHashMap<>();
			description.put("dtype", this.type.name());
			description.put("shape", Arrays.stream(weights.shape()).boxed().toList());
			description.put("data_offsets", List.of(begin, end));
			header.put(entry.getKey(), description);
		}
		return safetensors(Json.write(header), data(part, end));
	}

	/** A safetensors file of a given header and data. */
	public static byte[] safetensors(String header, byte[] data) {
		byte[] text = header.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(8 + text.length + data.length)
			.order(ByteOrder.LITTLE_ENDIAN)
			.putLong(text.length)
			.put(text)
			.put(data)
			.array();
	}

	private byte[] data(Map<String, Weights> part, long size) {
		ByteBuffer data = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
		for (Weights weights : part.values()) {
			for (float value : weights.values()) {
				switch (this.type) {
					case F32 -> data.putFloat(value);
					case BF16 -> data.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
					case F16 -> data.putShort(toHalf(value));
					default -> throw new IllegalStateException();
				}
			}
		}
		return data.array();
	}

}
