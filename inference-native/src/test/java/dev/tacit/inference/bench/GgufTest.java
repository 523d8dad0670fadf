/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.WeightTensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A GGUF file says what the checkpoint says, read by a reader that shares no code. */
class GgufTest {

	@TempDir
	Path temporary;

	private Path model;

	private final Map<String, Object> pairs = new LinkedHashMap<>();

	private final Map<String, Place> places = new LinkedHashMap<>();

	private ByteBuffer file;

	/** Where a tensor is. */
	private record Place(List<Long> dimensions, int type, int offset) {
	}

	@BeforeEach
	void synthesize() {
		this.model = this.temporary.resolve("tiny");
		run("synthesize", "--shape", "tiny", "--output", this.model.toString());
	}

	@Test
	void theDescriptionIsThatOfTheCheckpoint() throws IOException {
		read("f32");
		assertThat(this.pairs).containsEntry("general.architecture", "lfm2")
			.containsEntry("lfm2.block_count", 4)
			.containsEntry("lfm2.embedding_length", 256)
			.containsEntry("lfm2.feed_forward_length", 384)
			.containsEntry("lfm2.attention.head_count_kv", List.of(0, 2, 0, 2))
			.containsEntry("lfm2.shortconv.l_cache", 3)
			.containsEntry("lfm2.attention.layer_norm_rms_epsilon", 1e-5f)
			.containsEntry("tokenizer.ggml.eos_token_id", 7)
			.containsEntry("tokenizer.ggml.add_bos_token", false);
		assertThat((List<?>) this.pairs.get("tokenizer.ggml.tokens")).hasSize(2048);
		assertThat(((List<?>) this.pairs.get("tokenizer.ggml.token_type")).subList(12, 18))
			.isEqualTo(List.of(3, 3, 4, 4, 1, 1));
		assertThat(((List<?>) this.pairs.get("tokenizer.ggml.merges")).get(0)).isEqualTo("e e");
		assertThat(this.places.get("blk.0.shortconv.conv.weight").dimensions()).containsExactly(3L, 256L);
		assertThat(this.places.get("blk.1.attn_k.weight").dimensions()).containsExactly(256L, 128L);
	}

	// Relative to the deviation of the weights; four bits lose about 8 %, six about 2 %.
	@ParameterizedTest
	@CsvSource({ "f32,model.embed_tokens.weight,token_embd.weight,0,0",
			"f32,model.layers.0.conv.conv.weight,blk.0.shortconv.conv.weight,0,0",
			"f32,model.layers.1.self_attn.q_proj.weight,blk.1.attn_q.weight,0,0",
			"q4_0,model.embed_tokens.weight,token_embd.weight,14,0.03",
			"q4_0,model.layers.1.feed_forward.w2.weight,blk.1.ffn_down.weight,2,0.1",
			"q4_0,model.layers.2.conv.in_proj.weight,blk.2.shortconv.in_proj.weight,2,0.1",
			"q4_0,model.layers.3.ffn_norm.weight,blk.3.ffn_norm.weight,0,0" })
	void theWeightsAreThoseOfTheCheckpoint(String format, String source, String name, int type, double tolerance)
			throws IOException {
		read(format);
		float[] expected = weights(source);
		Place place = this.places.get(name);
		assertThat(place.type()).isEqualTo(type);
		float[] actual = decode(place, expected.length);
		double error = 0;
		double scale = 0;
		for (int i = 0; i < expected.length; i++) {
			error += Math.pow(actual[i] - expected[i], 2);
			scale += Math.pow(expected[i], 2);
		}
		assertThat(Math.sqrt(error / scale)).isLessThanOrEqualTo(tolerance);
	}

	@Test
	void everyTensorOfTheCheckpointIsThereOnceAndInsideTheFile() throws IOException {
		read("q4_0");
		assertThat(this.places).hasSameSizeAs(ModelFolder.open(this.model).checkpoint().names());
		this.places.values().forEach((place) -> assertThat(place.offset()).isLessThan(this.file.capacity()));
		assertThat(this.places.values().stream().map(Place::offset)).doesNotHaveDuplicates();
		assertThat(this.file.capacity() % 32).isZero();
		assertThat(this.places).containsKeys("token_embd_norm.weight", "blk.3.attn_q_norm.weight");
	}

	private float[] weights(String name) throws IOException {
		WeightTensor tensor = ModelFolder.open(this.model).checkpoint().tensor(name);
		float[] values = new float[(int) tensor.elements()];
		try (WeightTensor.Reader reader = tensor.reader()) {
			reader.read(0, values, values.length);
		}
		return values;
	}

	private float[] decode(Place place, int count) {
		float[] values = new float[count];
		this.file.position(place.offset());
		for (int at = 0; at < count; at += (place.type() == 0) ? 1 : (place.type() == 2) ? 32 : 256) {
			switch (place.type()) {
				case 0 -> values[at] = this.file.getFloat();
				case 2 -> fourBits(values, at);
				default -> sixBits(values, at);
			}
		}
		return values;
	}

	private void fourBits(float[] values, int at) {
		float scale = half(this.file.getShort());
		for (int i = 0; i < 16; i++) {
			int pair = this.file.get() & 255;
			values[at + i] = ((pair & 15) - 8) * scale;
			values[at + i + 16] = ((pair >> 4) - 8) * scale;
		}
	}

	private void sixBits(float[] values, int at) {
		byte[] low = new byte[128];
		byte[] high = new byte[64];
		byte[] scales = new byte[16];
		this.file.get(low).get(high).get(scales);
		float unit = half(this.file.getShort());
		for (int i = 0; i < 256; i++) {
			int part = i / 128;
			int quarter = i % 128 / 32;
			int nibble = low[64 * part + 32 * (quarter % 2) + i % 32] >> 4 * (quarter / 2) & 15;
			int top = high[32 * part + i % 32] >> 2 * quarter & 3;
			values[at + i] = unit * scales[i / 16] * ((nibble | top << 4) - 32);
		}
	}

	private static float half(short bits) {
		int exponent = bits >> 10 & 31;
		double fraction = (bits & 1023) / 1024.0;
		double magnitude = (exponent == 0) ? fraction * Math.pow(2, -14) : (1 + fraction) * Math.pow(2, exponent - 15);
		return (float) ((bits < 0) ? -magnitude : magnitude);
	}

	private void read(String type) throws IOException {
		Path output = this.temporary.resolve("model.gguf");
		assertThat(run("gguf", "--model", this.model.toString(), "--output", output.toString(), "--type", type))
			.isZero();
		this.file = ByteBuffer.wrap(Files.readAllBytes(output)).order(ByteOrder.LITTLE_ENDIAN);
		assertThat(this.file.getInt()).isEqualTo(0x46554747);
		assertThat(this.file.getInt()).isEqualTo(3);
		long tensors = this.file.getLong();
		long count = this.file.getLong();
		for (long i = 0; i < count; i++) {
			String key = string();
			this.pairs.put(key, value(this.file.getInt()));
		}
		Map<String, Place> relative = new LinkedHashMap<>();
		for (long i = 0; i < tensors; i++) {
			String name = string();
			Long[] dimensions = new Long[this.file.getInt()];
			for (int d = 0; d < dimensions.length; d++) {
				dimensions[d] = this.file.getLong();
			}
			relative.put(name, new Place(List.of(dimensions), this.file.getInt(), (int) this.file.getLong()));
		}
		int start = (this.file.position() + 31) / 32 * 32;
		relative.forEach((name, place) -> this.places.put(name,
				new Place(place.dimensions(), place.type(), start + place.offset())));
	}

	private Object value(int type) {
		return switch (type) {
			case 4, 5 -> this.file.getInt();
			case 6 -> this.file.getFloat();
			case 7 -> this.file.get() == 1;
			case 8 -> string();
			case 9 -> {
				int items = this.file.getInt();
				Object[] values = new Object[(int) this.file.getLong()];
				java.util.Arrays.setAll(values, (i) -> value(items));
				yield List.of(values);
			}
			default -> throw new IllegalStateException("type " + type);
		};
	}

	private String string() {
		byte[] bytes = new byte[(int) this.file.getLong()];
		this.file.get(bytes);
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private static int run(String... words) {
		PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
		return Bench.run(List.of(words), new Console(new BufferedReader(new StringReader("")), nowhere, nowhere));
	}

}
