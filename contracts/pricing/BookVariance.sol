// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SettlementTerms} from "../types/Config.sol";
import {Leg} from "../types/Mandate.sol";
import {InstantWeight} from "./InstantWeight.sol";

/// @title What is left of a book's variance
/// @notice v = sum |size| w vol^2 tau / sum |size| w: of each series what its settlement has not fixed yet. Weights by gamma would
/// let a far series speak for all of a book wherever the near ones are off the money. 18 decimals, rounded down; zero once
/// nothing lives. For tables; a list has it with its target (`SeriesRun`). Never reverts: sizes are below 2^128, vols below 2^64,
/// times below 2^40, so 2^20 legs fit a word.
library BookVariance {
    uint256 private constant WAD = 1e18;
    uint256 private constant YEAR = 365 days;
    uint256 private constant EXPIRY_MASK = 2 ** 40 - 1;

    /// @notice Of a list of series. Neighbours of one expiry share its time and weight.
    function ofLegs(Leg[] memory legs, uint256 time, SettlementTerms memory s)
        internal
        pure
        returns (uint256)
    {
        return ofLegsAt(legs, time, time, s);
    }

    /// @notice The same at a time, with the weights of another.
    function ofLegsAt(Leg[] memory legs, uint256 time, uint256 weighed, SettlementTerms memory s)
        internal
        pure
        returns (uint256)
    {
        uint256 sum; // of sizes * vol^2 * seconds
        uint256 sizes;
        uint256 expiry;
        uint256 weight;
        uint256 left;
        unchecked {
            uint256 at;
            uint256 end;
            assembly ("memory-safe") {
                at := add(legs, 0x20)
                end := add(at, shl(5, mload(legs)))
            }
            for (; at != end; at += 32) {
                uint256 leg;
                uint256 its;
                assembly ("memory-safe") {
                    leg := mload(at)
                    its := and(shr(184, mload(leg)), EXPIRY_MASK)
                }
                if (its != expiry) {
                    expiry = its;
                    weight = InstantWeight.at(its, weighed, s);
                    left = its > time ? its - time : 0;
                }
                assembly ("memory-safe") {
                    let size := mload(add(leg, 0x20))
                    let sign := sar(255, size)
                    size := div(mul(sub(xor(size, sign), sign), weight), WAD)
                    sizes := add(sizes, size)
                    let vol := mload(add(leg, 0x40))
                    sum := add(sum, mul(size, div(mul(mul(vol, vol), left), WAD)))
                }
            }
            return sizes == 0 ? 0 : sum / sizes / YEAR;
        }
    }
}
