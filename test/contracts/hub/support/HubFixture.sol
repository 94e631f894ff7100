// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {Guardian} from "gimbal/governance/Guardian.sol";
import {Books} from "gimbal/hub/Books.sol";
import {IBooks} from "gimbal/interfaces/IBooks.sol";
import {IGuardian} from "gimbal/interfaces/IGuardian.sol";
import {IMarginEngine} from "gimbal/interfaces/IMarginEngine.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {MandateTerms} from "gimbal/types/Config.sol";
import {SeriesId, seriesId} from "gimbal/types/SeriesId.sol";
import {Terms} from "../../base/Terms.sol";
import {QuoteToken} from "./QuoteToken.sol";

/// @notice Books behind a proxy; margin and parameters answer what a test tells them to.
abstract contract HubFixture is Test {
    uint32 internal constant MARKET = 1;
    uint128 internal constant LOT = 0.01e18;
    uint64 internal constant CLEARING = 11;
    uint64 internal constant SETTLEMENT = 12;
    uint64 internal constant FUNDING = 13;
    uint40 internal constant EXPIRY = 1_900_000_000;

    address internal margin = makeAddr("margin");
    address internal parameters = makeAddr("parameters");
    address internal clearing = makeAddr("clearing");
    address internal settlement = makeAddr("settlement");
    address internal funding = makeAddr("funding");
    address internal alice = makeAddr("alice");
    address internal bob = makeAddr("bob");

    AccessManager internal manager;
    QuoteToken internal token;
    Books internal books;
    Guardian internal guard;

    function setUp() public virtual {
        vm.warp(1_890_000_000);
        manager = new AccessManager(address(this));
        token = new QuoteToken();
        answerParameters();
        IMarginEngine.Hedge memory flat;
        vm.mockCall(margin, abi.encodeWithSelector(IMarginEngine.requireInitial.selector), abi.encode(flat));
        Guardian.Init memory init =
            Guardian.Init(parameters, address(0), IGuardian.Terms(1 days, 2 days, 4 days));
        guard = Guardian(
            deploy(address(new Guardian()), abi.encodeCall(Guardian.initialize, (address(manager), init)))
        );
        books = Books(
            deploy(
                address(new Books()),
                abi.encodeCall(
                    Books.initialize,
                    (address(manager), Books.Init(address(token), margin, parameters, address(guard)))
                )
            )
        );
        allow(address(books), IBooks.applyTrade.selector, CLEARING, clearing);
        allow(address(books), IBooks.applySettlement.selector, SETTLEMENT, settlement);
        allow(address(books), IBooks.debit.selector, FUNDING, funding);
        allow(address(books), IBooks.credit.selector, FUNDING, funding);
    }

    function deploy(address implementation, bytes memory init) internal returns (address) {
        return address(new ERC1967Proxy(implementation, init));
    }

    function allow(address target, bytes4 selector, uint64 role, address member) internal {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        manager.setTargetFunctionRole(target, selectors, role);
        manager.grantRole(role, member, 0);
    }

    function answerParameters() internal virtual {
        IRiskParameters.Market memory market = IRiskParameters.Market("WETH/USDC", 18, 6, LOT);
        vm.mockCallRevert(
            parameters,
            abi.encodeWithSelector(IRiskParameters.marketOf.selector),
            abi.encodeWithSelector(IRiskParameters.UnknownMarket.selector, uint32(9))
        );
        vm.mockCall(parameters, abi.encodeCall(IRiskParameters.marketOf, (MARKET)), abi.encode(market));
        vm.mockCall(
            parameters, abi.encodeCall(IRiskParameters.mandateTerms, (MARKET)), abi.encode(mandateTerms())
        );
        vm.mockCall(
            parameters,
            abi.encodeWithSelector(IRiskParameters.liquidity.selector),
            abi.encode(Terms.liquidity())
        );
    }

    /// @notice Debt to 50,000 at 10 % a year.
    function mandateTerms() internal pure returns (MandateTerms memory) {
        return MandateTerms(8, 0.1e18, 0.25e18, 0.02e18, 0.05e18, 0.01e18, 50_000e6, 0.1e18);
    }

    function call(uint128 strike) internal pure returns (SeriesId) {
        return seriesId(MARKET, EXPIRY, strike * 1e18, false);
    }

    function openFor(address owner, uint256 cash) internal returns (uint64 book) {
        vm.prank(owner);
        book = books.open(MARKET, true);
        if (cash > 0) deposit(book, cash);
    }

    function deposit(uint64 book, uint256 amount) internal {
        token.mint(address(this), amount);
        token.approve(address(books), amount);
        books.deposit(book, amount);
    }

    function trade(uint64 buyer, uint64 seller, SeriesId series, int128 size, uint256 premium) internal {
        vm.prank(clearing);
        books.applyTrade(buyer, seller, series, size, premium);
    }

    function settle(uint64 book, SeriesId series, int256 payoff) internal {
        vm.prank(settlement);
        books.applySettlement(book, series, payoff);
    }

    function cashOf(uint64 book) internal view returns (int256) {
        return books.bookOf(book).cash;
    }
}
