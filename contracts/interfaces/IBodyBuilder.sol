// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Leg, MandateBody} from "../types/Mandate.sol";
import {IAllocationBook} from "./IAllocationBook.sol";

/// @title What a spoke needs to hedge a book, built from the hub's state
/// @notice A book of few series is listed with the vol of each, which is that of the surface times the factor of TargetVol; a
/// larger one becomes a ladder whose error bound must be a governed share of the band. Stateless, but tells the gamma limit to
/// measure the book; apart from MandateBook because the pricing code is large.
interface IBodyBuilder {
    /// @notice The body of a book on a spoke as of now. Without a share there are no legs: the target is the offset.
    /// Uses the last vol, however old: an old vol hedges better than none. Reverts with LadderError of IMandateBook.
    /// @param requirement of the book, 18-decimal quote; below 1.00 it counts as 1.00
    /// @param range largest |T| in the inner scenario range, base units, 18 decimals
    /// @return body what is published
    /// @return legs what it is made of: its own list, or the series behind its ladder, by series id: a body does not depend on the
    /// order in which positions were opened, and neighbours of one expiry cost a spoke least
    function build(
        uint64 book,
        uint64 spoke,
        IAllocationBook.Allocation calldata allocation,
        uint256 requirement,
        uint256 range
    ) external returns (MandateBody memory body, Leg[] memory legs);
}
