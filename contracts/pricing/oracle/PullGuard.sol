// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IPyth} from "@pythnetwork/pyth-sdk-solidity/IPyth.sol";
import {PythStructs} from "@pythnetwork/pyth-sdk-solidity/PythStructs.sol";
import {IOracleRouter} from "../../interfaces/IOracleRouter.sol";

/// @title Reads a Pyth-shaped pull oracle in 18 decimals
/// @notice The oracle itself verifies signatures, drops older publish times and refuses prices further than the age allowed
/// from now, in either direction: its clock and the chain's may differ.
library PullGuard {
    /// @notice The stored price, no older than `maxAge` seconds.
    function latest(address oracle, bytes32 id, uint256 maxAge)
        internal
        view
        returns (uint256 price, uint64 publishedAt)
    {
        PythStructs.Price memory p = IPyth(oracle).getPriceNoOlderThan(id, maxAge);
        return (toWad(oracle, p), uint64(p.publishTime));
    }

    /// @notice The first prices of two feeds published in [from, to]; `updates` prove them, value pays `fee`.
    function firstOf(
        address oracle,
        bytes32[2] memory ids,
        uint64 from,
        uint64 to,
        bytes[] calldata updates,
        uint256 fee
    ) internal returns (uint256, uint256) {
        bytes32[] memory list = new bytes32[](2);
        (list[0], list[1]) = (ids[0], ids[1]);
        PythStructs.PriceFeed[] memory feeds =
            IPyth(oracle).parsePriceFeedUpdatesUnique{value: fee}(updates, list, from, to);
        return (toWad(oracle, feeds[0].price), toWad(oracle, feeds[1].price));
    }

    /// @notice price * 10^expo in 18 decimals, rounded down.
    function toWad(address oracle, PythStructs.Price memory p) internal pure returns (uint256) {
        if (p.price <= 0) revert IOracleRouter.NonPositiveAnswer(oracle, p.price);
        int256 exponent = int256(p.expo) + 18;
        uint256 value = uint256(int256(p.price));
        // Beyond 77 digits the power overflows and reverts, or divides everything away: then the range check refuses it.
        return exponent >= 0
            ? value * 10 ** uint256(exponent)
            : exponent < -77 ? 0 : value / 10 ** uint256(-exponent);
    }
}
