// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ISpokeVault} from "../interfaces/ISpokeVault.sol";
import {Pair} from "./Pair.sol";

/// @title A book's part of the market's budget of fills
/// @notice Worth of the book's ledger over the worth of all ledgers at one price. At one price the parts sum to at most one,
/// so all fills of a window stay within the market's budget (P6), and no book uses up another's (P16). A fill trades at about
/// the oracle price and so leaves the parts as they are.
/// @dev A book's fills of a window are at most (capacity + rate · window) times the largest part it was filled at. These
/// largest parts sum to at most 1 plus every rise of a part between two fills, summed over books:
///
/// - a price r times the one before, or 1/r: at most (√r − 1) / (√r + 1) <= |ln r| / 4, reached where quote and base in the
///   vault stand √r to 1 before a rise; so a window with one rise or fall reaches 2√r / (1 + √r) < 2;
/// - quote credited to a book, or returned from one: at most its share of the worth of all ledgers, before or after, whichever
///   is more. It comes by proof over the bridge, never as a flash loan, and is bounded by the spoke's cap;
/// - premiums and the cost or gain of hedges: as much of the worth of all ledgers as they are.
library FillPart {
    /// @param price of base in quote, 18 decimals
    /// @return part 18 decimals, rounded down
    function partOf(Pair memory pair, ISpokeVault vault, uint64 book, uint256 price)
        internal
        view
        returns (uint256 part)
    {
        (uint256 base, uint256 quote) = vault.accounted();
        uint256 total = worth(pair, base, quote, price);
        if (total == 0) return 0;
        (base, quote) = vault.holdings(book);
        return Math.mulDiv(worth(pair, base, quote, price), 1e18, total);
    }

    /// @notice The part of a budget.
    function take(uint256 budget, uint256 part) internal pure returns (uint256) {
        return budget * part / 1e18;
    }

    /// @notice Native quote, rounded down.
    function worth(Pair memory pair, uint256 base, uint256 quote, uint256 price)
        internal
        pure
        returns (uint256)
    {
        return quote + pair.quoteAt(base, price, Math.Rounding.Floor);
    }
}
