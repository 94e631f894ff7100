// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IHedgeExecutor} from "../interfaces/IHedgeExecutor.sol";
import {ISpokeVault} from "../interfaces/ISpokeVault.sol";
import {MarketConfig} from "../types/Config.sol";
import {LeaseState} from "../types/Message.sol";
import {Pair} from "./Pair.sol";

using {worstPrice, budgetPart} for Scene global;
using {distance} for Line global;

/// @notice What holds for a whole hedge or fill.
struct Scene {
    MarketConfig config;
    Pair pair;
    ISpokeVault vault;
    LeaseState lease;
    uint64 epoch;
    bytes32 configDigest;
    bytes32 venueRoot;
    uint256 price;
}

/// @notice One book in it.
/// @param need native base the trade is for, positive buys
/// @param most base the trade may reach, 18 decimals
/// @param quote native quote the book has
/// @param base, got native base and quote the trade brought it, signed
struct Line {
    uint64 book;
    IHedgeExecutor.BookView at;
    int256 need;
    uint256 most;
    uint256 quote;
    int256 base;
    int256 got;
}

/// @notice Oracle price less or plus the slippage limit.
function worstPrice(Scene memory scene, bool buying) pure returns (uint256) {
    uint256 most = Math.mulDiv(scene.price, scene.config.limits.slippage, 1e18);
    return buying ? scene.price + most : scene.price - most;
}

/// @notice Budgets and their refill are divided by this: halved without a live lease.
function budgetPart(Scene memory scene) pure returns (uint256) {
    return scene.lease == LeaseState.LIVE ? 1 : 2;
}

/// @notice y: hedge less target, 18 decimals.
function distance(Line memory line) pure returns (int256) {
    return line.at.held - line.at.target;
}
