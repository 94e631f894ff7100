// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {LibSort} from "solady/utils/LibSort.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {SettlementTerms} from "../types/Config.sol";

/// @title The window of one market and expiry: N fixed instants, their prices, one settled price
/// @notice OPEN while instants are stored; SETTLED once, by the median or by a vote, for ever.
/// @dev The terms in force at the first stored instant hold to the end: a vote on the window must not move instants that
/// are already known.
library SettlementWindow {
    /// @param stored instants so far, the last of them at `storedAt`
    struct Window {
        SettlementTerms terms;
        uint16 stored;
        bool settled;
        uint40 storedAt;
        uint256 price;
        mapping(uint16 index => uint256) prices;
    }

    /// @notice Time of instant `index`, 1 to N.
    function instantOf(SettlementTerms memory terms, uint40 expiry, uint16 index)
        internal
        pure
        returns (uint64)
    {
        if (index == 0 || index > terms.instants) {
            revert ISettlement.UnknownInstant(index, terms.instants);
        }
        return uint64(expiry - terms.window + uint256(index) * terms.window / terms.instants);
    }

    function store(
        Window storage window,
        SettlementTerms memory terms,
        uint32 market,
        uint40 expiry,
        uint16 index,
        uint256 price
    ) internal {
        if (window.settled) revert ISettlement.AlreadySettled(market, expiry);
        if (window.prices[index] != 0) revert ISettlement.InstantStored(index);
        if (window.stored == 0) window.terms = terms;
        window.stored++;
        window.storedAt = uint40(block.timestamp);
        window.prices[index] = price;
    }

    function settle(Window storage window, uint32 market, uint40 expiry, uint256 price) internal {
        if (window.settled) revert ISettlement.AlreadySettled(market, expiry);
        window.settled = true;
        window.price = price;
    }

    /// @notice Price of each instant, zero where none is stored.
    function pricesOf(Window storage window, uint16 instants)
        internal
        view
        returns (uint256[] memory prices)
    {
        prices = new uint256[](instants);
        for (uint16 i; i < instants; i++) {
            prices[i] = window.prices[i + 1];
        }
    }

    /// @notice Median of the stored instants: the mean of the middle two, rounded down, when their number is even.
    function median(Window storage window) internal view returns (uint256) {
        uint256[] memory prices = pricesOf(window, window.terms.instants);
        // Zeros, the instants that are missing, sort to the front.
        LibSort.insertionSort(prices);
        uint256 first = prices.length - window.stored;
        uint256 low = prices[first + (window.stored - 1) / 2];
        uint256 high = prices[first + window.stored / 2];
        return (low + high) / 2;
    }

    /// @notice Instants without which only a vote can settle: half of N, rounded up.
    function least(SettlementTerms memory terms) internal pure returns (uint256) {
        return (uint256(terms.instants) + 1) / 2;
    }
}
