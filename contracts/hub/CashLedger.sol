// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Signed cash of books against the tokens the hub holds
/// @dev At all times, to the unit (P5): accounted = cash - debt + queued + backstop + settling. `settling` is what a series
/// owes between the settlement of its first book and of its last: payoffs of one series sum to zero (P20), so it returns
/// to zero.
library CashLedger {
    using SafeCast for uint256;
    using SafeCast for int256;

    uint256 private constant YEAR = 365 days;

    /// @param amount signed native quote; negative is debt
    /// @param accruedAt when interest was charged last
    struct Cash {
        int128 amount;
        uint40 accruedAt;
    }

    /// @param accounted tokens that belong to somebody
    /// @param cash sum of positive balances
    /// @param debt sum of debts
    /// @param queued withdrawals that have left cash and wait for tokens
    /// @param backstop interest and donations
    /// @param settling payoffs still to be taken from the other side of their series, signed
    struct Totals {
        uint128 accounted;
        uint128 cash;
        uint128 debt;
        uint128 queued;
        uint128 backstop;
        int128 settling;
    }

    /// @notice Moves a book's cash and returns the result. The caller names the other side of the entry.
    function move(Totals storage totals, Cash storage cash, int256 change) internal returns (int256 result) {
        int256 before = cash.amount;
        result = before + change;
        cash.amount = result.toInt128();
        totals.cash = (uint256(totals.cash) + positive(result) - positive(before)).toUint128();
        totals.debt = (uint256(totals.debt) + positive(-result) - positive(-before)).toUint128();
    }

    /// @notice Charges interest on a debt since it was charged last, rounded up, in favour of the backstop.
    /// @param rate annual, 18 decimals, simple between two charges
    function accrue(Totals storage totals, Cash storage cash, uint256 rate)
        internal
        returns (uint256 interest)
    {
        uint256 elapsed = block.timestamp - cash.accruedAt;
        cash.accruedAt = uint40(block.timestamp);
        if (cash.amount >= 0 || elapsed == 0) return 0;
        interest =
            Math.mulDiv(positive(-int256(cash.amount)), rate * elapsed, YEAR * 1e18, Math.Rounding.Ceil);
        move(totals, cash, -interest.toInt256());
        totals.backstop += interest.toUint128();
    }

    /// @notice Tokens not promised to the queue.
    function free(Totals storage totals) internal view returns (uint256) {
        return totals.accounted > totals.queued ? totals.accounted - totals.queued : 0;
    }

    function positive(int256 value) internal pure returns (uint256) {
        return value > 0 ? uint256(value) : 0;
    }
}
