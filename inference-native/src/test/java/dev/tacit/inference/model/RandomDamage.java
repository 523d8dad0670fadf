/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Seeded damage to a checkpoint that no luck makes harmless: cut files, flipped bits in
 * what describes the weights, wild header lengths, weights that are no numbers, and deep
 * or endless JSON.
 */
public final class RandomDamage {

	private RandomDamage() {
	}

	public static List<BrokenFolder> all(long seed) {
		Random random = new Random(seed);
		List<BrokenFolder> all = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			for (String file : List.of("config.json", "tokenizer_config.json", "generation_config.json",
					"model.safetensors")) {
				all.add(cut(file, random.nextDouble()));
			}
			all.add(headerLength(random.nextLong()));
			all.add(deep(random.nextInt(40, 200_000), random.nextBoolean()));
		}
		for (int i = 0; i < 60; i++) {
			all.add(flippedHeader(random.nextDouble(), random.nextInt(8)));
			all.add(noNumber(random.nextDouble(), random.nextBoolean() ? 0x7f80 : 0xffc1));
		}
		return all;
	}

	private static BrokenFolder cut(String name, double share) {
		return new BrokenFolder(name + " cut at " + share, (folder, model) -> {
			byte[] bytes = Files.readAllBytes(folder.resolve(name));
			Files.write(folder.resolve(name), Arrays.copyOf(bytes, (int) (share * bytes.length)));
		});
	}

	private static BrokenFolder headerLength(long length) {
		return new BrokenFolder("a header of " + length + " bytes", weights((bytes) -> bytes.putLong(0, length)));
	}

	private static BrokenFolder flippedHeader(double place, int bit) {
		return new BrokenFolder("bit " + bit + " of the header flipped at " + place, weights((bytes) -> {
			int length = (int) bytes.getLong(0);
			String header = new String(bytes.array(), 8, length, StandardCharsets.US_ASCII);
			// Notes of the writer mean nothing to a reader; everything after them does.
			int first = 8 + header.indexOf('}') + 1;
			int at = first + (int) (place * (8 + length - first));
			bytes.put(at, (byte) (bytes.get(at) ^ 1 << bit));
		}));
	}

	private static BrokenFolder noNumber(double place, int value) {
		return new BrokenFolder("a weight that is no number at " + place, weights((bytes) -> {
			int data = 8 + (int) bytes.getLong(0);
			int at = data + 2 * (int) (place * ((bytes.capacity() - data) / 2));
			bytes.putShort(at, (short) value);
		}));
	}

	private static BrokenFolder deep(int depth, boolean objects) {
		String open = objects ? "{\"a\":" : "[";
		String close = objects ? "}" : "]";
		return new BrokenFolder("JSON " + depth + " deep", (folder, model) -> {
			Path file = folder.resolve("config.json");
			String config = Files.readString(file);
			Files.writeString(file,
					"{\"deep\":" + open.repeat(depth) + "1" + close.repeat(depth) + "," + config.substring(1));
		});
	}

	private static BrokenFolder.Damage weights(Change change) {
		return (folder, model) -> {
			Path file = folder.resolve("model.safetensors");
			ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
			change.apply(bytes);
			Files.write(file, bytes.array());
		};
	}

	/** Changes bytes in place. */
	@FunctionalInterface
	private interface Change {

		void apply(ByteBuffer bytes) throws IOException;

	}

}
