/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import ai.onnx.proto.OnnxMl;

/** One way to break a good ONNX package; each must be refused without native code. */
record BrokenPackage(String name, Damage damage) {

	/** Changes a package that was good; the path is that of its graph. */
	@FunctionalInterface
	interface Damage {

		void apply(Path graph) throws IOException;

	}

	@Override
	public String toString() {
		return this.name;
	}

	static List<BrokenPackage> all(long seed) {
		Random random = new Random(seed);
		List<BrokenPackage> all = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			all.add(cut("model_q4.onnx", random.nextDouble()));
			all.add(cut("model_q4.onnx_data", random.nextDouble()));
		}
		for (String location : List.of("../model_q4.onnx_data", "../../secret", "/etc/passwd", "a/b", "a\\b",
				"C:\\weights", ".", "..", "", ".hidden", "none.onnx_data", "model_q4.onnx_data\0", "\u00fc",
				"file:model", "x".repeat(400), "//host/share")) {
			all.add(external("weights in '" + location + "'", random, "location", location));
		}
		for (String place : List.of("-1", "-4096", "1.5", "0x10", "", "nine", "99999999999999999999",
				"9223372036854775807", "999999999999999999", "100000000", "1e3", " 0")) {
			all.add(external("an offset of '" + place + "'", random, "offset", place));
			all.add(external("a length of '" + place + "'", random, "length", place));
		}
		shapes(all, random);
		faces(all);
		hidden(all);
		return all;
	}

	private static void shapes(List<BrokenPackage> all, Random random) {
		for (long dimension : new long[] { -1, 0, 7, 1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE }) {
			double place = random.nextDouble();
			all.add(graph("a weight with a dimension of " + dimension,
					(graph) -> weight(graph, place).setDims(0, dimension)));
			all.add(graph("a weight with one more dimension of " + dimension,
					(graph) -> weight(graph, place).addDims((dimension == 0) ? 2 : dimension)));
		}
		for (int type : new int[] { 0, 2, 7, 8, 11, 14, 15, 99, -3 }) {
			double place = random.nextDouble();
			all.add(graph("a weight of type " + type, (graph) -> weight(graph, place).setDataType(type)));
		}
		all.add(graph("a weight without a place", (graph) -> weight(graph, 0.5).clearExternalData()));
	}

	private static OnnxMl.TensorProto.Builder weight(OnnxMl.GraphProto.Builder graph, double place) {
		List<OnnxMl.TensorProto.Builder> external = graph.getInitializerBuilderList()
			.stream()
			.filter((tensor) -> tensor.getExternalDataCount() > 0)
			.toList();
		return external.get((int) (place * external.size()));
	}

	private static void faces(List<BrokenPackage> all) {
		for (int i : new int[] { 0, 2, 3, 4 }) {
			all.add(graph("without input " + i, (graph) -> graph.removeInput(i)));
			all.add(graph("without a name for input " + i, (graph) -> graph.getInputBuilder(i).clearName()));
			all.add(graph("without a type for input " + i, (graph) -> graph.getInputBuilder(i).clearType()));
			all.add(graph("input " + i + " of doubles",
					(graph) -> graph.getInputBuilder(i).getTypeBuilder().getTensorTypeBuilder().setElemType(11)));
		}
		all.add(graph("an input nobody knows",
				(graph) -> graph.addInput(graph.getInput(0).toBuilder().setName("mystery"))));
		all.add(graph("an input twice", (graph) -> graph.addInput(graph.getInput(0))));
		all.add(graph("no outputs", OnnxMl.GraphProto.Builder::clearOutput));
		all.add(graph("no inputs", OnnxMl.GraphProto.Builder::clearInput));
		for (long size : new long[] { 0, -5, 3, 1L << 40 }) {
			all.add(graph("a convolution state of depth " + size, (graph) -> dimension(graph, "past_conv.0", 2, size)));
			all.add(graph("a cache of " + size + " heads",
					(graph) -> dimension(graph, "past_key_values.1.key", 1, size)));
			all.add(graph("a vocabulary of " + size,
					(graph) -> graph.getOutputBuilderList()
						.stream()
						.filter((output) -> output.getName().equals("logits"))
						.forEach((output) -> output.getTypeBuilder()
							.getTensorTypeBuilder()
							.getShapeBuilder()
							.getDimBuilder(2)
							.setDimValue(size))));
		}
		all.removeIf((broken) -> broken.name.equals("a convolution state of depth 3"));
	}

	private static void dimension(OnnxMl.GraphProto.Builder graph, String name, int dimension, long size) {
		graph.getInputBuilderList()
			.stream()
			.filter((input) -> input.getName().equals(name))
			.forEach((input) -> input.getTypeBuilder()
				.getTensorTypeBuilder()
				.getShapeBuilder()
				.getDimBuilder(dimension)
				.setDimValue(size));
	}

	/** References to files outside where only a walk through everything finds them. */
	private static void hidden(List<BrokenPackage> all) {
		OnnxMl.TensorProto outside = OnnxMl.TensorProto.newBuilder()
			.addDims(1)
			.setDataType(1)
			.setDataLocation(OnnxMl.TensorProto.DataLocation.EXTERNAL)
			.addExternalData(OnnxMl.StringStringEntryProto.newBuilder().setKey("location").setValue("../secret"))
			.build();
		OnnxMl.GraphProto inner = OnnxMl.GraphProto.newBuilder().addInitializer(outside).build();
		all.add(attribute("an outside tensor in an attribute",
				OnnxMl.AttributeProto.newBuilder().setT(outside).build()));
		all.add(attribute("an outside tensor in a list",
				OnnxMl.AttributeProto.newBuilder().addTensors(outside).build()));
		all.add(attribute("an outside tensor in a branch", OnnxMl.AttributeProto.newBuilder().setG(inner).build()));
		all.add(attribute("an outside tensor in branches",
				OnnxMl.AttributeProto.newBuilder().addGraphs(inner).build()));
		all.add(attribute("an outside sparse tensor",
				OnnxMl.AttributeProto.newBuilder()
					.setSparseTensor(OnnxMl.SparseTensorProto.newBuilder().setValues(outside))
					.build()));
		all.add(graph("an outside sparse weight",
				(graph) -> graph.addSparseInitializer(OnnxMl.SparseTensorProto.newBuilder().setIndices(outside))));
		all.add(model("an outside tensor in a function", (model) -> model.addFunctions(OnnxMl.FunctionProto.newBuilder()
			.addNode(OnnxMl.NodeProto.newBuilder().addAttribute(OnnxMl.AttributeProto.newBuilder().setT(outside))))));
		all.add(model("instructions for training",
				(model) -> model.addTrainingInfo(OnnxMl.TrainingInfoProto.newBuilder().setInitialization(inner))));
		all.add(model("no version of the operators", OnnxMl.ModelProto.Builder::clearOpsetImport));
		all.add(model("no graph", OnnxMl.ModelProto.Builder::clearGraph));
		all.add(model("operators of a stranger", (model) -> model
			.addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setDomain("evil.ops").setVersion(1))));
		OnnxMl.GraphProto nested = inner;
		for (int i = 0; i < 40; i++) {
			nested = OnnxMl.GraphProto.newBuilder()
				.addNode(OnnxMl.NodeProto.newBuilder().addAttribute(OnnxMl.AttributeProto.newBuilder().setG(nested)))
				.build();
		}
		all.add(attribute("branches 40 deep", OnnxMl.AttributeProto.newBuilder().setG(nested).build()));
	}

	private static BrokenPackage attribute(String name, OnnxMl.AttributeProto attribute) {
		return graph(name, (graph) -> graph.getNodeBuilder(graph.getNodeCount() / 2).addAttribute(attribute));
	}

	private static BrokenPackage external(String name, Random random, String key, String value) {
		double place = random.nextDouble();
		return graph(name,
				(graph) -> weight(graph, place).getExternalDataBuilderList()
					.stream()
					.filter((entry) -> entry.getKey().equals(key))
					.forEach((entry) -> entry.setValue(value)));
	}

	private static BrokenPackage cut(String file, double share) {
		return new BrokenPackage(file + " cut at " + share, (graph) -> {
			byte[] bytes = Files.readAllBytes(graph.resolveSibling(file));
			Files.write(graph.resolveSibling(file), Arrays.copyOf(bytes, (int) (share * bytes.length)));
		});
	}

	private static BrokenPackage graph(String name, Consumer<OnnxMl.GraphProto.Builder> change) {
		return model(name, (model) -> change.accept(model.getGraphBuilder()));
	}

	private static BrokenPackage model(String name, Consumer<OnnxMl.ModelProto.Builder> change) {
		return new BrokenPackage(name, (file) -> {
			OnnxMl.ModelProto.Builder model = OnnxMl.ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
			change.accept(model);
			Files.write(file, model.build().toByteArray());
		});
	}

}
