// What a picture shows where, in numbers: the answers to what a model in training is asked about
// the picture it is drawing.
#pragma once

#include "app/train/world/scene.h"

#include <cstddef>
#include <vector>

namespace diptych::flatland {

/// The labels of a cell in their order. All but the last three are shares of the cell, 0…1, that
/// show the kind of object, its colour, sun, full moon or crescent, clouds, the landscape (by
/// Ground, without Plain), the sky or the backdrop.
inline constexpr std::size_t kKindLabels = 0;
inline constexpr std::size_t kColourLabels = kKindLabels + kKinds.size();
inline constexpr std::size_t kBodyLabels = kColourLabels + kColours.size();
inline constexpr std::size_t kCloudLabel = kBodyLabels + 3;
inline constexpr std::size_t kGroundLabels = kCloudLabel + 1;
inline constexpr std::size_t kSkyLabels = kGroundLabels + kGrounds.size() - 1;
inline constexpr std::size_t kBackdropLabels = kSkyLabels + kSkies.size();
inline constexpr std::size_t kShareLabels = kBackdropLabels + 2;
/// Where in its object the cell is, in the object's own coordinates (layout.h), and the object's
/// height in shorter sides of the picture; each times the share that the object has of the cell.
inline constexpr std::size_t kPoseLabels = kShareLabels;
inline constexpr std::size_t kLabelCount = kPoseLabels + 3;

/// The labels of every cell of `cell` × `cell` pixels, [height/cell, width/cell, kLabelCount].
/// `width` and `height` in pixels, at least `cell`.
std::vector<float> cellLabels(const Scene& scene, int width, int height, int cell);

} // namespace diptych::flatland
