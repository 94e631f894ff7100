// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IMarginEngine} from "gimbal/interfaces/IMarginEngine.sol";
import {IVolSurface} from "gimbal/interfaces/IVolSurface.sol";
import {MandateBody} from "gimbal/types/Mandate.sol";
import {MarginFixture} from "./support/MarginFixture.sol";

/// @notice What owners' actions must pass (P11).
contract MarginInitialTest is MarginFixture {
    function test_P11_solvencyIsTakenAtTheWorseEnd() public {
        holds(-100e18, 3000e18, 14 days, false);
        account(400_000e6, true);
        claimed(100_000e6, 52e18, 0, 0);
        IMarginEngine.Assessment memory sure = engine.assess(BOOK);
        mandated(heldLegs());
        provenAt(block.timestamp - 6 hours);
        IMarginEngine.Assessment memory unsure = engine.assess(BOOK);
        assertLt(unsure.equity.low(), sure.equity.low());
        assertGt(unsure.equity.high(), sure.equity.high());
        assertGt(
            int256(unsure.requirement) - unsure.equity.low(), int256(sure.requirement) - sure.equity.low()
        );
        assertLt(unsure.fundingHave, sure.fundingHave);
    }

    function test_P11_aLadderIsAsUncertainAsAList() public {
        holds(-100e18, 3000e18, 14 days, false);
        account(400_000e6, true);
        claimed(100_000e6, 52e18, 0, 0);
        mandated(heldLegs());
        provenAt(block.timestamp - 6 hours);
        IMarginEngine.Assessment memory list = engine.assess(BOOK);
        MandateBody memory body;
        body.book = BOOK;
        body.market = MARKET;
        body.share = 1e18;
        body.riskAversion = 0.000333e18;
        body.range = 100e18;
        published(body);
        IMarginEngine.Assessment memory ladder = engine.assess(BOOK);
        assertEq(list.equity.low(), ladder.equity.low());
        assertEq(list.requirement, ladder.requirement);
    }

    /// @notice With an old vol neither more risk nor a withdrawal; what depends on no vol, and margin itself, go on.
    function test_P11_anOldVolStopsWhatAFreshOneAllows() public {
        holds(-1e18, 3000e18, 14 days, false);
        account(100_000e6, false);
        engine.requireInitial(BOOK);
        bytes memory stale =
            abi.encodeWithSelector(IVolSurface.StaleSurface.selector, MARKET, 5 hours, 4 hours);
        vm.mockCallRevert(vols, abi.encodeWithSelector(IVolSurface.vol.selector, MARKET), stale);
        vm.expectRevert(stale);
        engine.requireInitial(BOOK);
        assertGt(engine.assess(BOOK).requirement, 0);
        delete held;
        account(100_000e6, false);
        engine.requireInitial(BOOK);
    }

    /// @notice The age of the report alone can stop a withdrawal; a fresh report frees it.
    function test_P11_anOldReportStopsWhatAFreshOneAllows() public {
        holds(-100e18, 3000e18, 14 days, false);
        account(0, true);
        mandated(heldLegs());
        claimed(60_000e6, 52e18, 0, 0);
        IMarginEngine.Assessment memory a = engine.assess(BOOK);
        int256 solvency = int256(a.requirement) * 125 / 100 - a.equity.low();
        int256 funding = int256(a.fundingNeed) - a.fundingHave;
        account((solvency > funding ? solvency : funding) / 1e12 + 2, true);
        engine.requireInitial(BOOK);
        provenAt(block.timestamp - 3 hours);
        vm.expectPartialRevert(IMarginEngine.BelowFunding.selector);
        engine.requireInitial(BOOK);
    }

    function test_P11_aBookBelowItsRequirementIsRefused() public {
        holds(-100e18, 3000e18, 14 days, false);
        account(0, false);
        IMarginEngine.Assessment memory a = engine.assess(BOOK);
        uint256 need = a.requirement * 125 / 100;
        account((int256(need) - a.equity.low()) / 1e12 - 1, false);
        a = engine.assess(BOOK);
        vm.expectRevert(
            abi.encodeWithSelector(IMarginEngine.BelowRequirement.selector, BOOK, a.equity.low(), need)
        );
        engine.requireInitial(BOOK);
        account(int256(need) / 1e12 + 14_057e6, false);
        engine.requireInitial(BOOK);
    }

    /// @notice Solvent, and still refused: 100 short calls ask for more cash than the book has on any chain.
    function test_P11_aSolventBookThatCannotPayIsRefused() public {
        holds(-100e18, 3000e18, 21 days, false);
        account(0, true);
        claimed(250_000e6 - 159_000e6, 53e18, 0, 0);
        account(17_200e6, true);
        IMarginEngine.Assessment memory a = engine.assess(BOOK);
        assertGt(a.equity.low(), int256(a.requirement * 125 / 100));
        vm.expectRevert(
            abi.encodeWithSelector(IMarginEngine.BelowFunding.selector, BOOK, a.fundingHave, a.fundingNeed)
        );
        engine.requireInitial(BOOK);
        account(37_200e6, true);
        engine.requireInitial(BOOK);
    }

    function test_P11_anUnhedgedBookHoldsItsWholeLossInCash() public {
        holds(-10e18, 3000e18, 14 days, false);
        holds(20e18, 3300e18, 14 days, false);
        account(3_000e6, false);
        IMarginEngine.Assessment memory a = engine.assess(BOOK);
        assertGt(a.fundingNeed, 0);
        assertEq(a.fundingHave, 3_000e18);

        delete held;
        holds(10e18, 3000e18, 14 days, false);
        account(0, false);
        assertEq(engine.assess(BOOK).fundingNeed, 0, "options bought and paid ask for no cash");
    }
}
