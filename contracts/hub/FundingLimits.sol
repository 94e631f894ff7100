// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IFunding} from "../interfaces/IFunding.sol";

/// @title What moves of quote a book's need on a spoke allows
/// @dev A fund by the relayer ends below where a recall by the relayer begins: while the need stands still he can do one or
/// the other, never both in turn. A cycle takes a need that moves by a fifth of itself and back.
library FundingLimits {
    uint256 private constant ONE = 1e18;
    /// @dev Executions cost more than the walk at model prices, and messages take time.
    uint256 private constant RELAYER_FUNDS_TO = 1.25e18;
    uint256 private constant RELAYER_RECALLS_TO = 1.5e18;
    uint256 private constant OWNER_FUNDS_TO = 2e18;

    /// @param left quote of the book on the spoke after the fund, `need` what walking its hedge takes
    /// @param mine whether the caller acts for the book itself
    function requireWanted(uint64 book, uint64 spoke, uint256 left, uint256 need, bool mine) internal pure {
        uint256 most = need * (mine ? OWNER_FUNDS_TO : RELAYER_FUNDS_TO) / ONE;
        if (left > most) revert IFunding.OverFund(book, spoke, left, most);
    }

    /// @param left quote of the book on the spoke after the relayer's recall
    function requireSpare(uint64 book, uint64 spoke, uint256 left, uint256 need) internal pure {
        uint256 least = need * RELAYER_RECALLS_TO / ONE;
        if (left < least) revert IFunding.NeededThere(book, spoke, left, least);
    }

    /// @notice Ten quote tokens: each move changes the fund root and asks for a heartbeat.
    function requireWorthwhile(uint256 amount, uint8 decimals) internal pure {
        uint256 least = 10 * 10 ** decimals;
        if (amount < least) revert IFunding.TooSmall(amount, least);
    }
}
