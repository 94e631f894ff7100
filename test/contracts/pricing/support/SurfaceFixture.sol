// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {Test} from "forge-std/Test.sol";
import {IVolSurface} from "gimbal/interfaces/IVolSurface.sol";
import {VolSurface} from "gimbal/pricing/VolSurface.sol";
import {Smile} from "gimbal/types/Smile.sol";
import {Updaters} from "../../base/Updaters.sol";

/// @notice A surface of three updaters, two of whom sign. Times count from the start of the test.
abstract contract SurfaceFixture is Test {
    uint32 internal constant MARKET = 1;
    uint256 internal constant NOW = 1_700_000_000;
    uint256 internal constant SPOT = 3000e18;
    VolSurface internal surface;

    function setUp() public virtual {
        vm.warp(NOW);
        AccessManager manager = new AccessManager(address(this));
        bytes memory init = abi.encodeCall(VolSurface.initialize, (address(manager)));
        surface = VolSurface(address(new ERC1967Proxy(address(new VolSurface()), init)));
        surface.setTerms(MARKET, terms());
        surface.setUpdaters(Updaters.addresses(), Updaters.QUORUM);
        submit(flats(7 days, 0.5e18, 28 days, 0.6e18));
        skip(10 minutes);
    }

    function terms() internal pure returns (IVolSurface.Terms memory) {
        return IVolSurface.Terms({
            maxAge: 1 days, minInterval: 5 minutes, maxStep: 0.1e18, minVol: 0.1e18, maxVol: 3e18, width: 1e18
        });
    }

    function submit(Smile[] memory smiles) internal {
        Updaters.submit(surface, MARKET, smiles);
    }

    /// @notice Expects the next update to be refused so, and submits it.
    function refuses(Smile[] memory smiles, bytes memory reason) internal {
        Updaters.Update memory u = next(smiles);
        bytes[] memory signatures = Updaters.sign(surface, u, Updaters.QUORUM);
        vm.expectRevert(reason);
        surface.updateSigned(u.market, u.smiles, u.nonce, u.deadline, signatures);
    }

    function refusesBy(Smile[] memory smiles, bytes4 selector) internal {
        Updaters.Update memory u = next(smiles);
        bytes[] memory signatures = Updaters.sign(surface, u, Updaters.QUORUM);
        vm.expectPartialRevert(selector);
        surface.updateSigned(u.market, u.smiles, u.nonce, u.deadline, signatures);
    }

    function next(Smile[] memory smiles) internal view returns (Updaters.Update memory) {
        (, uint64 nonce,) = surface.smiles(MARKET);
        return Updaters.Update(MARKET, smiles, nonce + 1, uint64(block.timestamp));
    }

    function flats(uint256 e1, uint256 v1, uint256 e2, uint256 v2)
        internal
        pure
        returns (Smile[] memory list)
    {
        list = new Smile[](2);
        (list[0], list[1]) = (Updaters.flat(NOW + e1, v1), Updaters.flat(NOW + e2, v2));
    }

    function one(Smile memory smile) internal pure returns (Smile[] memory list) {
        list = new Smile[](1);
        list[0] = smile;
    }

    function at(uint256 time) internal pure returns (uint40) {
        return uint40(NOW + time);
    }

    /// @notice Vol at the money.
    function volOf(uint256 time) internal view returns (uint64 vol) {
        (vol,) = surface.lastVol(MARKET, at(time), SPOT, SPOT);
    }
}
