// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SeriesId} from "./SeriesId.sol";

/// @notice One series of a book as a hedge target sees it.
/// @param series the option
/// @param size signed position of the book in options on 1.0 base, 18 decimals (negative: sold)
/// @param vol annual volatility, 18 decimals: that of the surface times the factor of TargetVol
/// @param carry annual continuously compounded carry r (dividend yield zero), 18 decimals, signed
struct Leg {
    SeriesId series;
    int128 size;
    uint64 vol;
    int64 carry;
}

/// @notice A target as a table, for books with more series than a list may hold and for external sources.
/// @param lowestSpot first node, 18 decimals
/// @param step ratio of neighbouring nodes, 18 decimals (1.02e18: 2 %)
/// @param nodes nodes on the spot axis
/// @param times slices, UNIX seconds, rising, at least two
/// @param deltas target T at [slice * nodes + node], 18-decimal base units
/// @param gammas dT/dS at the same places, 18 decimals per 1.00 quote
/// @param firstVariance what is left of the book's variance at the first slice, sigma^2 tau, 18 decimals
/// @param lastVariance at the last slice; it falls in a line
/// @param errorBound largest |interpolated - exact| target in base units inside the table, 18 decimals
struct Ladder {
    uint128 lowestSpot;
    uint64 step;
    uint8 nodes;
    uint40[] times;
    int128[] deltas;
    int128[] gammas;
    uint128 firstVariance;
    uint128 lastVariance;
    uint128 errorBound;
}

/// @notice What a spoke needs to hedge a book: its target is `offset + share * T`.
/// @dev T comes from `legs`, or from `ladder` when `legs` is empty. Leaf of the mandate tree:
/// keccak256(bytes.concat(keccak256(abi.encode(body)))).
/// @param book book id
/// @param market market id
/// @param offset base units of inventory wanted here whatever T, 18 decimals
/// @param share part of T hedged here, 18 decimals
/// @param riskAversion absolute risk aversion gamma = A / requirement, per quote unit, 18 decimals
/// @param range largest |T| in the inner scenario range at publication, base units: what the band cap is a share of
struct MandateBody {
    uint64 book;
    uint32 market;
    int128 offset;
    uint64 share;
    uint128 riskAversion;
    uint128 range;
    Leg[] legs;
    Ladder ladder;
}

function mandateLeaf(MandateBody memory body) pure returns (bytes32) {
    return keccak256(bytes.concat(keccak256(abi.encode(body))));
}
